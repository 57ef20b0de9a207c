"""What a reviewer must have looked at before approving: it follows from the form."""

from collections.abc import Iterator

from enterprises.rules.forms.shape import Form, Tick


def checklist(form: Form, stage: str = "") -> tuple[Tick, ...]:
    """The lines to tick, in the order of the form; with ``stage`` only that department's.

    The form's own lines come first, then one for each required paper, which the first stage
    compares with what was filled in.
    """
    lines = tuple(_lines(form))
    return tuple(line for line in lines if line.stage == stage) if stage else lines


def _lines(form: Form) -> Iterator[Tick]:
    for section in form.sections:
        for tick in section.tick:
            # A department that does not review this form leaves its line to the first stage.
            own = tick.stage in form.stages
            stage = tick.stage if own else form.stages[0]
            yield Tick(tick.code, tick.zh, tick.en, tick.basis, stage, section.code)
        for field in section.fields:
            if field.is_file and field.required:
                yield Tick(
                    f"paper:{field.code}",
                    f"已查看材料：{field.zh}",
                    f"Looked at: {field.en}",
                    field.basis,
                    form.stages[0],
                    section.code,
                )
