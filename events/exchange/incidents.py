"""Maps of incidents that people placed by footage: GeoConfirmed (CSV, JSON) and Bellingcat's timemap (JSON)."""

from events.exchange.format import Columns, Format

_PLACED = "'site' AS fine, NULL AS radius_km, [] AS quantities, 1.0 AS confidence"

GEOCONFIRMED = Format(
    name="geoconfirmed",
    title="GeoConfirmed",
    columns=Columns.of(
        "id date latitude longitude name description faction equipment source geolocation place marker",
        needed="date latitude longitude description marker",
        latitude="la",
        longitude="lo",
        name="title",
        place="pluscode plus_code place_desc",
        marker="faction folder pluscode plus_code icon factions",
        source="originalsource original_source sources",
    ),
    select=f"""
WITH day AS (
    SELECT *, try_cast(left(date, 10) AS DATE) AS day,
        nullif(trim(regexp_replace(place, '^[2-9A-Z]{{4,8}}\\+[2-9A-Z]{{2,3}} *', '')), '') AS named
    FROM raw)
SELECT /*more*/ coalesce(id, left(sha256(concat_ws(chr(31), date, latitude, longitude, name, description)), 20))
        AS source,
    CASE WHEN coalesce(name, description) IS NULL THEN 'nothing is said of what happened' END AS refused,
    'ASSAULT' AS kind, 'asserted' AS modality, left(coalesce(name, description), 200) AS label,
    true AS headed,
    day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    NULL AS who1, NULL AS who2, named AS place, NULL AS country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon, {_PLACED},
    ['GeoConfirmed places footage of fighting and does not code the act',
        CASE WHEN day IS NULL AND date IS NOT NULL THEN 'its date is none: ' || left(date, 40) END] AS reasons,
    concat_ws(' ', description, source, geolocation, faction) AS text
FROM day
""",
    licence="GeoConfirmed's terms (geoconfirmed.org); attribution needed",
    attribution="GeoConfirmed, geoconfirmed.org",
)

BELLINGCAT = Format(
    name="bellingcat",
    title="Bellingcat timemap",
    columns=Columns.of(
        "id date latitude longitude location title description sources marker",
        needed="id date latitude longitude description sources marker",
        location="place_desc place",
        marker="associations filters civilian_harm graphic violence_level",
    ),
    select=f"""
WITH day AS (
    SELECT *, coalesce(try_cast(left(date, 10) AS DATE), try_strptime(date, '%m/%d/%Y')::DATE) AS day FROM raw)
SELECT /*more*/ id AS source,
    CASE WHEN id IS NULL THEN 'no id' WHEN date IS NOT NULL AND day IS NULL THEN 'not a date: ' || date
        WHEN coalesce(title, description) IS NULL THEN 'nothing is said of what happened' END AS refused,
    'ASSAULT' AS kind, 'asserted' AS modality, left(coalesce(title, description), 200) AS label,
    true AS headed,
    day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    NULL AS who1, NULL AS who2, location AS place, NULL AS country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon, {_PLACED},
    ['Bellingcat''s map collects harm to civilians and does not say who did it'] AS reasons,
    concat_ws(' ', description, sources) AS text
FROM day
""",
    licence="Bellingcat's terms; attribution needed",
    attribution="Bellingcat, Civilian Harm in Ukraine, ukraine.bellingcat.com",
)
