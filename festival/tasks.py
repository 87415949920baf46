"""Background work of the base app."""

from django_tasks import task

from festival.actions.jobs import do_job


@task()
def run_job(pk: int) -> None:
    """Do the job with this number."""
    do_job(pk)
