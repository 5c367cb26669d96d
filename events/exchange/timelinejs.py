"""TimelineJS: the JSON and the spreadsheet of the Knight Lab's timelines; slides become events, eras spans of time.

A year alone is the year, a year and a month the month. Years before 1 cannot be told in our calendar and are refused.
"""

from events.exchange.format import Columns, Format

COLUMNS = Columns.of(
    "year month day end_year end_month end_day headline text media media_credit media_caption type group_name unique_id"
    " display_date latitude longitude place",
    needed="year headline",
    year="start_date_year",
    month="start_date_month",
    day="start_date_day",
    end_year="end_date_year",
    end_month="end_date_month",
    end_day="end_date_day",
    headline="text_headline",
    text="text_text",
    media="media_url",
    group_name="group",
    display_date="start_date_display_date",
    latitude="lat location_lat",
    longitude="lon lng location_lon location_lng",
    place="location location_name",
)


def _first(year: str, month: str, day: str) -> str:
    """The first day; null, and not some January, where a month or day is no number."""
    return f"""try_cast(printf('%04d-%02d-%02d', whole({year}),
        CASE WHEN {month} IS NULL THEN 1 ELSE whole({month}) END,
        CASE WHEN {month} IS NULL OR {day} IS NULL THEN 1 ELSE whole({day}) END) AS DATE)"""


def _last(year: str, month: str, day: str) -> str:
    return f"""CASE WHEN {month} IS NULL THEN try_cast(printf('%04d-12-31', whole({year})) AS DATE)
        WHEN {day} IS NULL THEN last_day({_first(year, month, "NULL")}) ELSE {_first(year, month, day)} END"""


TIMELINEJS = Format(
    name="timelinejs",
    title="TimelineJS",
    columns=COLUMNS,
    select=f"""
WITH span AS (
    SELECT *, {_first("year", "month", "day")} AS begins, {_last("year", "month", "day")} AS begun,
        {_last("end_year", "end_month", "end_day")} AS ends,
        trim(unmarked(regexp_replace(headline, '</?(a|b|i|em|small|span|strong)( [^>]*)?>', '', 'g'))) AS told
    FROM raw)
SELECT /*more*/ coalesce(unique_id,
        left(sha256(concat_ws(chr(31), year, month, day, end_year, headline, text, type)), 20)) AS source,
    CASE WHEN lower(type) = 'title' THEN 'a title, not an event'
        WHEN coalesce(nullif(told, ''), text) IS NULL THEN 'no headline and no text'
        WHEN whole(year) < 1 THEN 'before the year 1, which our calendar does not have: ' || year
        WHEN year IS NOT NULL AND begins IS NULL THEN 'not a date: ' || concat_ws('-', year, month, day)
        WHEN end_year IS NOT NULL AND ends IS NULL THEN 'not a date: ' || concat_ws('-', end_year, end_month, end_day)
        WHEN ends < begins THEN 'it ends before it begins' END AS refused,
    'STATE' AS kind, 'asserted' AS modality, coalesce(nullif(told, ''), left(text, 200)) AS label,
    true AS headed,
    begins AS first, coalesce(ends, begun) AS last,
    CASE WHEN begins IS NULL THEN NULL WHEN ends > begun THEN 'range' WHEN month IS NULL THEN 'year'
        WHEN day IS NULL THEN 'month' ELSE 'day' END AS precision,
    NULL AS who1, NULL AS who2, place, NULL AS country, degrees_of(latitude) AS lat, degrees_of(longitude) AS lon,
    'city' AS fine, NULL AS radius_km, [] AS quantities, 1.0 AS confidence,
    ['TimelineJS does not say what sort of act a slide tells',
        CASE WHEN lower(type) = 'era' THEN 'an era: a span of time, not an act' END] AS reasons,
    concat_ws(' ', unmarked(text), media_credit, group_name) AS text
FROM span
""",
    licence="",
    attribution="",
)
