"""VIINA: war reports from Ukrainian and Russian news, classified by a model; its published files and the flat form.

Published are ``event_1pd`` (one event a place, day and kind), ``event_info`` with ``event_labels`` (every report, and
what the model makes of it; given together they are joined by event_id) and, in the first version, both in one file.
Dates are those of the reports. GEO_PRECISION runs from STREET to ADM1.
"""

from events.exchange.format import Columns, Format, table

TYPES = tuple(table("viina_types"))
_WAR = [row for row in TYPES if row["column"] not in ("t_mil", "t_san")]
LICENCE = "ODbL 1.0"
ATTRIBUTION = (
    "Contains information from VIINA (Yuri Zhukov, github.com/zhukovyuri/VIINA), which is made available under the"
    " Open Database License (ODbL)"
)

_ACTORS = "a_rus a_ukr a_rus_init a_ukr_init a_civ a_other"
_MARKS = f"{_ACTORS} t_nmil t_loc {' '.join(row['column'] for row in TYPES)}"


def _marked(column: str) -> str:
    """Whether the model marks a report with ``column``: its binary indicator, else a probability over a half."""
    return f"coalesce(number({column}) >= 0.5, false)"


def _first_marked(column: str, otherwise: str) -> str:
    cases = " ".join(f"WHEN {_marked(row['column'])} THEN '{row[column]}'" for row in (*_WAR, *TYPES))
    return f"CASE {cases} ELSE {otherwise} END"


_PRECISION = """CASE WHEN geo_precision IN ('STREET', 'HOUSE', 'BUILDING') THEN 'site'
        WHEN geo_precision IN ('ADM1', 'PROVINCE', 'REGION') THEN 'region'
        WHEN geo_precision IN ('ADM2', 'ADM3', 'DISTRICT', 'AREA') THEN 'district'
        WHEN geo_precision IN ('ADM0', 'COUNTRY') THEN 'country' ELSE 'city' END"""

VIINA = Format(
    name="viina",
    title="VIINA",
    columns=Columns.of(
        f"event_id event_id_1pd date time asciiname adm1_name adm2_name address location longitude latitude"
        f" geo_precision url text source sources n_reports {_MARKS}",
        needed="date longitude latitude geo_precision",
        **{name: f"{name}_b {name}_pred {name}_b_pred" for name in _MARKS.split()},
    ),
    select=f"""
WITH code AS (
    SELECT *, coalesce(try_strptime(left(date, 8), '%Y%m%d')::DATE, try_cast(left(date, 10) AS DATE)) AS day,
        {_marked("a_rus")} OR {_marked("a_rus_init")} AS russian,
        {_marked("a_ukr")} OR {_marked("a_ukr_init")} AS ukrainian,
        {_marked("a_rus_init")} AND NOT {_marked("a_ukr_init")} AS russian_first,
        {_marked("a_ukr_init")} AND NOT {_marked("a_rus_init")} AS ukrainian_first,
        {_first_marked("kind", "NULL")} AS kind_marked, {_first_marked("label", "NULL")} AS label_marked
    FROM raw)
SELECT /*more*/ CASE WHEN event_id IS NULL THEN '1pd-' || event_id_1pd ELSE event_id END AS source,
    CASE WHEN coalesce(event_id, event_id_1pd) IS NULL THEN 'no event_id'
        WHEN {_marked("t_nmil")} AND NOT {_marked("t_mil")} THEN 'VIINA: not about the war'
        WHEN date IS NOT NULL AND day IS NULL THEN 'date is not a date: ' || date END AS refused,
    coalesce(kind_marked, 'STATE') AS kind, 'asserted' AS modality, coalesce(label_marked, 'War report') AS label,
    day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    CASE WHEN russian THEN party(CASE WHEN ukrainian_first THEN 'target' ELSE 'source' END, 'id:rus-military', NULL,
        'Russian or Russian-aligned forces') END AS who1,
    CASE WHEN ukrainian THEN party(CASE WHEN russian_first THEN 'target' ELSE 'source' END, 'id:ukr-military', NULL,
        'Ukrainian or Ukrainian-aligned forces') END AS who2,
    coalesce(asciiname, address, adm2_name, adm1_name) AS place, NULL AS country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon, {_PRECISION} AS fine,
    CASE WHEN geo_precision IN ('ADM1', 'PROVINCE', 'REGION') THEN 100
        WHEN geo_precision IN ('ADM2', 'ADM3', 'DISTRICT', 'AREA') THEN 25 END AS radius_km,
    [] AS quantities, 0.5 AS confidence,
    ['classified by VIINA''s model from news, checked by nobody', 'the date is that of the report',
        CASE WHEN kind_marked IS NULL THEN 'VIINA does not say what sort of act this is' END,
        CASE WHEN russian AND ukrainian AND NOT russian_first AND NOT ukrainian_first
            THEN 'VIINA does not say who attacked whom' END] AS reasons,
    text
FROM code
""",
    licence=LICENCE,
    attribution=ATTRIBUTION,
    nulls=("NA",),
)

FLAT = Format(
    name="viina-flat",
    title="VIINA (flat form)",
    columns=Columns.of("date lon lat place type_code n_reports urls", needed="date lon lat place type_code"),
    select="""
WITH code AS (SELECT *, coalesce(try_cast(left(date, 10) AS DATE), try_strptime(date, '%Y%m%d')::DATE) AS day FROM raw)
SELECT /*more*/ concat_ws('|', date, lon, lat, type_code, urls) AS source,
    CASE WHEN date IS NOT NULL AND day IS NULL THEN 'date is not a date: ' || date
        WHEN date IS NULL THEN 'no date' END AS refused,
    'ASSAULT' AS kind, 'asserted' AS modality, 'War report, type ' || coalesce(type_code, 'unknown') AS label,
    day AS first, day AS last, 'day' AS precision, NULL AS who1, NULL AS who2, place, NULL AS country,
    degrees_of(lat) AS lat, degrees_of(lon) AS lon, 'city' AS fine, NULL AS radius_km, [] AS quantities,
    0.3 AS confidence,
    ['classified by VIINA''s model from news, checked by nobody', 'the date is that of the report',
        'VIINA collects reports of the war; what the type code means is not published, so any is taken for an attack']
        AS reasons,
    urls AS text
FROM code
""",
    licence=LICENCE,
    attribution=ATTRIBUTION,
)

LABELS = Format(
    name="viina-labels",
    title="VIINA's labels",
    columns=Columns.of("event_id geonameid t_mil", needed="event_id geonameid t_mil", t_mil="t_mil_b t_mil_pred"),
    select="",
    licence=LICENCE,
    attribution=ATTRIBUTION,
)
"""The file that says what the model makes of each report; read only together with the reports."""
