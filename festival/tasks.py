"""Background tasks of the base app: running jobs; letters and e-mails of invitation."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.text import get_valid_filename
from django_tasks import task

from festival.actions.invitations import mark_sent
from festival.actions.jobs import Progress, do_job
from festival.glyphs import missing_in, missing_message
from festival.letters import invitation_text, letters_of, link_address
from festival.models import Job, School
from festival.pages.invitations import Invitation, invitations_of
from festival.printing import is_trial_run, pdf_of, printed_root


@task()
def run_job(pk: int) -> None:
    """Run the job with this primary key."""
    do_job(pk)


def print_letters(job: Job, progress: Progress) -> None:
    """All letters in one file."""
    found = invitations_of(job.festival, schools=_schools(job))
    progress.start(1)
    folder = settings.FESTIVAL_PAPERS
    folder.mkdir(parents=True, exist_ok=True)
    job.file, job.file_name = f"letters-{job.pk}.pdf", f"giay-moi-{get_valid_filename(job.festival.slug)}.pdf"
    paper = letters_of(job.festival, found, root=_root(job))
    job.message = missing_message(missing_in(paper.data))
    (folder / job.file).write_bytes(pdf_of(paper))
    if not is_trial_run():
        _mark_sent(job, found, how="printed")
    progress.reached(1)


def mail_invitations(job: Job, progress: Progress) -> None:
    """One e-mail for each invitation that was not sent yet."""
    found = [one for one in invitations_of(job.festival, schools=_schools(job)) if one.state == "made"]
    mailable = [one for one in found if one.membership is not None and one.membership.user.email]
    for one in progress.over(mailable, total=len(mailable)):
        if one.school is None or one.link is None or one.membership is None:
            continue
        text = invitation_text(job.festival, one.school, address=link_address(one.link, root=_root(job)))
        subject = f"Giấy mời: {job.festival.name}"
        EmailMessage(subject, text, to=[one.membership.user.email]).send()
        _mark_sent(job, [one], how="mailed")


def _root(job: Job) -> str:
    return printed_root(str(job.params.get("root", "")))


def _schools(job: Job) -> list[School]:
    return list(job.festival.schools.filter(pk__in=job.params["schools"]))


def _mark_sent(job: Job, found: Sequence[Invitation], *, how: str) -> None:
    links = [one.link.pk for one in found if one.link]
    mark_sent(festival=job.festival, links=links, how=how, by=job.created_by)
