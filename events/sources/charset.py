"""The character sets in which pages are written: those that browsers read, and no other codec."""

import codecs

_ISO = [f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
_WINDOWS = [f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1259))]
_OTHERS = ("utf-8", "utf-16", "utf-16-be", "utf-16-le", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030")
_READ = frozenset([*_ISO, *_WINDOWS, *_OTHERS, "big5", "big5hkscs", "euc_jp", "iso2022_jp"])
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"}
_READ_AS |= {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}  # as browsers do


def codec_of(name: str) -> str | None:
    """The codec that reads the character set of that name; None where it is none that pages are written in."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):  # also for a name with a null in it
        return None
    codec = _READ_AS.get(codec, codec)
    return codec if codec in _READ else None
