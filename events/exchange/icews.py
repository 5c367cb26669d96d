"""ICEWS and its successor POLECAT: machine-coded events by CAMEO and by PLOVER, tab-separated.

Both name the place by level: with a city it is known as a city, with a district, a province or a country only as that.
"""

from events.exchange.format import Columns, Format

_PLACE = """CASE WHEN city IS NOT NULL THEN 'city' WHEN district IS NOT NULL THEN 'district'
        WHEN province IS NOT NULL THEN 'region' ELSE 'country' END AS fine,
    CASE WHEN city IS NOT NULL THEN NULL WHEN district IS NOT NULL THEN 30 ELSE 150 END AS radius_km"""
_DAY = "coalesce(try_cast(left(event_date, 10) AS DATE), try_strptime(event_date, ['%m/%d/%Y', '%Y%m%d'])::DATE)"

ICEWS = Format(
    name="icews",
    title="ICEWS",
    columns=Columns.of(
        "event_id event_date source_name source_sectors source_country event_text cameo_code intensity target_name"
        " target_sectors target_country story_id sentence_number publisher city district province country latitude"
        " longitude",
        needed="event_id event_date source_name cameo_code target_name",
    ),
    select=f"""
WITH code AS (SELECT *, {_DAY} AS day, cameo_code(cameo_code, NULL) AS act FROM raw)
SELECT /*more*/ concat_ws('-', event_id, story_id, sentence_number) AS source,
    CASE WHEN event_id IS NULL THEN 'no Event ID'
        WHEN c.kind IS NULL THEN 'CAMEO Code is not one of CAMEO: ' || coalesce(cameo_code, 'none')
        WHEN event_date IS NOT NULL AND day IS NULL THEN 'Event Date is not a date: ' || event_date END AS refused,
    c.kind, c.modality, coalesce(event_text, c.label) AS label,
    day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    party('source', 'sectors:' || coalesce(source_sectors, ''), source_country, source_name) AS who1,
    party('target', 'sectors:' || coalesce(target_sectors, ''), target_country, target_name) AS who2,
    coalesce(city, district, province, country) AS place, country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon, {_PLACE}, [] AS quantities, 0.5 AS confidence,
    ['coded by ICEWS'' machine from news, checked by nobody', c.note] AS reasons, event_text AS text
FROM code LEFT JOIN cameo_codes c ON c.code = code.act
""",
    licence="CC0 1.0 (Harvard Dataverse, ICEWS Coded Event Data)",
    attribution="Boschee, Lautenschlager, O'Brien, Shellman, Starz, Ward: ICEWS Coded Event Data, Harvard Dataverse",
    tables=("cameo",),
    nulls=("None",),
)

POLECAT = Format(
    name="polecat",
    title="POLECAT",
    columns=Columns.of(
        "event_id event_date event_type event_mode intensity contexts actor_name actor_country primary_actor_sector"
        " actor_sectors recipient_name recipient_country primary_recipient_sector recipient_sectors placename city"
        " district province country latitude longitude feature_type source publication_date actor_name_raw"
        " recipient_name_raw actor_title recipient_title",
        needed="event_id event_date event_type event_mode actor_name recipient_name",
    ),
    select=f"""
WITH code AS (SELECT *, {_DAY} AS day FROM raw)
SELECT /*more*/ event_id AS source,
    CASE WHEN event_id IS NULL THEN 'no Event ID'
        WHEN k.kind IS NULL THEN 'Event Type is not one of PLOVER: ' || coalesce(event_type, 'none')
        WHEN event_date IS NOT NULL AND day IS NULL THEN 'Event Date is not a date: ' || event_date END AS refused,
    k.kind, 'asserted' AS modality,
    upper(left(event_type, 1)) || lower(substr(event_type, 2)) || coalesce(': ' || nullif(event_mode, ''), '') AS label,
    day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    party('source', 'sectors:' || coalesce(primary_actor_sector, actor_sectors, ''), actor_country,
        coalesce(actor_name, actor_name_raw, actor_country)) AS who1,
    party('target', 'sectors:' || coalesce(primary_recipient_sector, recipient_sectors, ''), recipient_country,
        coalesce(recipient_name, recipient_name_raw, recipient_country)) AS who2,
    coalesce(placename, city, district, province, country) AS place, country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon, {_PLACE}, [] AS quantities, 0.5 AS confidence,
    ['coded by POLECAT''s machine from news, checked by nobody'] AS reasons, contexts AS text
FROM code LEFT JOIN kinds k ON k.kind = upper(event_type)
""",
    licence="CC0 1.0 (Harvard Dataverse, POLECAT Weekly Data)",
    attribution="Halterman, Bagozzi, Beger, Schrodt, Scraborough: POLECAT Weekly Data, Harvard Dataverse",
    nulls=("None",),
)
