"""Rubrics, panels, score sheets, results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JudgingConfig(AppConfig):
    name = "judging"
    verbose_name = _("Judging")

    def ready(self) -> None:
        from contests.actions.rounds import follow_rounds
        from contests.judged import register_marked_sheets, register_ranking_preview, register_round_use
        from contests.steps import register_contest_step
        from festival import registries
        from judging import labels
        from judging.actions.settings import rename_round_tie_breaks
        from judging.pages.closing import festival_closing_lines
        from judging.pages.ranking import ranking_lines
        from judging.pages.steps import assignment_step, criteria_step
        from judging.queries.standing import marked_sheets, use_of_round

        registries.action_labels.add(labels.ACTIONS)
        registries.value_labels.add(labels.VALUES)
        registries.state_chips.add(labels.CHIPS)
        registries.home_urls.add({"judge": "judging:my-entries"})
        registries.append_only_models.add(
            {
                "judging.ScoreOp": "what a tablet sent is kept as it came",
                "judging.ResultRun": "frozen results are never changed",
                "judging.ResultRow": "frozen results are never changed",
                "judging.NameCorrection": "who corrected a name, and why, is kept",
            }
        )
        registries.closing_notes.add({"judging": festival_closing_lines})
        register_contest_step(1, criteria_step)
        register_contest_step(4, assignment_step)
        register_marked_sheets(marked_sheets)
        register_ranking_preview(ranking_lines)
        register_round_use(use_of_round)
        follow_rounds(rename_round_tie_breaks)
