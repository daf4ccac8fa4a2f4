"""Small files in the eCFR's two shapes, for the tests beside this module."""

from __future__ import annotations

_HEADS = ("Country", "Entity", "License requirement", "License review policy",
          '<E T="04">Federal Register</E> citation')  # fmt: skip
ALL_ITEMS = "For all items subject to the EAR. (See § 744.11 of the EAR)"
DENIAL = "Presumption of denial"


def row(
    entity: str,
    *,
    country: str = " ",
    requirement: str = ALL_ITEMS,
    policy: str = DENIAL,
    citation: str = "84 FR 54004, 10/9/19.",
) -> tuple[str, ...]:
    """The cells of one printed row, as markup."""
    return (country, entity, requirement, policy, citation)


def old_shape(*rows: tuple[str, ...], notes: tuple[str, ...] = ()) -> bytes:
    """Root DIV9: Supplement No. 4 alone, footnotes as paragraphs below (2023)."""
    heads = "".join(f'<TH class="gpotbl_colhed" scope="col">{head}\n</TH>' for head in _HEADS)
    body = "".join(
        "<TR>" + "".join(f'<TD class="gpotbl_cell">{cell}</TD>' for cell in cells) + "</TR>"
        for cells in rows
    )
    below = "".join(f'<P class="gpotbl_note">{note}\n</P>' for note in notes)
    return (
        '<?xml version="1.0" encoding="UTF-8"?> \n'
        '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX">\n'
        "<HEAD>Supplement No. 4 to Part 744—Entity List\n</HEAD>\n"
        '<DIV width="100%"><DIV class="gpotbl_div"><TABLE class="gpotbl_table">'
        f"<TR>{heads}</TR>{body}</TABLE></DIV>"
        f'<DIV class="table_foot">{below}</DIV></DIV>\n</DIV9>\n'
    ).encode()


def new_shape(
    *rows: tuple[str, ...],
    notes: tuple[str, ...] = (),
    unverified: tuple[tuple[str, str, str], ...] = (),
    military: tuple[tuple[str, str, str], ...] = (),
) -> bytes:
    """Root DIV5: all of part 744, footnotes as rows of the table's foot (2026)."""
    feet = "".join(f'<TR><TD colspan="5">{note}\n</TD></TR>' for note in notes)
    foot = f"<TFOOT>{feet}</TFOOT>" if notes else ""
    short = ("Country", "{}", '<E T="04">Federal Register</E> citation')
    lists = _division("4", "Entity List", _HEADS, rows, foot)
    if unverified:
        heads = tuple(head.format("Listed person and address") for head in short)
        lists += _division("6", "Unverified List", heads, unverified)
    if military:
        heads = tuple(head.format("Entity") for head in short)
        lists += _division("7", "'Military End-User' (MEU) List", heads, military)
    text = f'<?xml version="1.0"?>\n<DIV5 N="744" TYPE="PART" VOLUME="2">\n{lists}</DIV5>\n'
    return text.encode("ascii", "xmlcharrefreplace")


def _division(
    number: str,
    title: str,
    heads: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    foot: str = "",
) -> str:
    head = "".join(f"<TH>{cell}\n</TH>" for cell in heads)
    body = "".join(
        "<TR>" + "".join(f'<TD class="left">{cell}</TD>' for cell in cells) + "</TR>\n"
        for cells in rows
    )
    return (
        f'<DIV9 N="Supplement No. {number} to Part 744" TYPE="APPENDIX">\n'
        f"<HEAD>Supplement No. {number} to Part 744—{title}\n</HEAD>\n<DIV><TABLE>\n"
        f"<THEAD><TR>{head}</TR></THEAD>\n<TBODY>{body}</TBODY>{foot}</TABLE></DIV>\n</DIV9>\n"
    )
