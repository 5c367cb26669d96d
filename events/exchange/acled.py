"""ACLED: events by country analysts, CSV and Excel of every edition, and the rows its API answers with.

Codebook: time_precision 1 is the day, 2 some day of the week around it, 3 some day of the month, of which the middle
is given; geo_precision 1 is the town, 2 a part of a region, for which a town near by stands, 3 a larger region, for
which a natural feature or the provincial capital stands. The order of the actors says nothing, except where violence is
one-sided: there the first is who did it. Where codes and columns were looked up: ``data/SOURCES.md``.
"""

from events.exchange.format import Columns, Format

COLUMNS = Columns.of(
    "event_id_cnty event_date time_precision event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2"
    " inter2 country admin1 location latitude longitude geo_precision source notes fatalities data_id timestamp",
    needed="event_id_cnty event_date event_type actor1",
    event_id_cnty="eventidcnty event_id_cnty_ event_id",
    event_date="eventdate",
    time_precision="timeprecision time_precis",
    event_type="eventtype",
    sub_event_type="subeventtype sub_event",
    assoc_actor_1="assocactor1 assoc_actor1 ally_actor_1 allyactor1 associated_actor_1",
    assoc_actor_2="assocactor2 assoc_actor2 ally_actor_2 allyactor2 associated_actor_2",
    geo_precision="geoprecision geo_precis geo_precisi",
)

_ONE_SIDED = "('violence against civilians', 'explosions/remote violence', 'remote violence')"

SELECT = f"""
WITH day AS (
    SELECT *, coalesce(
        try_cast(left(event_date, 10) AS DATE),
        try_strptime(event_date,
            ['%d %B %Y', '%d %b %Y', '%d-%B-%Y', '%d-%b-%Y', '%d-%b-%y', '%d/%m/%Y'])::DATE) AS day,
        lower(event_type) IN {_ONE_SIDED} AS one_sided,
        CASE inter1 WHEN '1' THEN 'military' WHEN '2' THEN 'armed_group' WHEN '3' THEN 'armed_group'
            WHEN '4' THEN 'armed_group' WHEN '5' THEN 'civilian' WHEN '6' THEN 'civilian' WHEN '7' THEN 'civilian'
            ELSE {{type1}} END AS type1,
        CASE inter2 WHEN '1' THEN 'military' WHEN '2' THEN 'armed_group' WHEN '3' THEN 'armed_group'
            WHEN '4' THEN 'armed_group' WHEN '5' THEN 'civilian' WHEN '6' THEN 'civilian' WHEN '7' THEN 'civilian'
            ELSE {{type2}} END AS type2
    FROM raw)
SELECT /*more*/ event_id_cnty AS source,
    CASE WHEN absent('event_id_cnty', event_id_cnty) THEN 'no event_id_cnty'
        WHEN t.kind IS NULL THEN 'unknown event_type ' || coalesce(event_type, 'none')
        WHEN event_date IS NOT NULL AND day IS NULL THEN 'event_date is not a date: ' || event_date END AS refused,
    coalesce(s.kind, t.kind) AS kind, 'asserted' AS modality, coalesce(sub_event_type, event_type) AS label,
    CASE time_precision WHEN '2' THEN day - 3 WHEN '3' THEN date_trunc('month', day)::DATE ELSE day END AS first,
    CASE time_precision WHEN '2' THEN day + 3 WHEN '3' THEN last_day(day) ELSE day END AS last,
    CASE WHEN day IS NULL THEN NULL WHEN time_precision = '2' THEN 'week' WHEN time_precision = '3' THEN 'month'
        ELSE 'day' END AS precision,
    party('source', type1, NULL, concat_ws(';', actor1, assoc_actor_1)) AS who1,
    party(CASE WHEN one_sided THEN 'target' ELSE 'source' END, type2, NULL,
        concat_ws(';', actor2, assoc_actor_2)) AS who2,
    CASE WHEN absent('location', location) THEN coalesce(admin1, country) ELSE location END AS place, country,
    degrees_of(latitude) AS lat, degrees_of(longitude) AS lon,
    CASE WHEN absent('location', location) AND admin1 IS NULL THEN 'country' WHEN geo_precision = '2' THEN 'district'
        WHEN geo_precision = '3' THEN 'region' ELSE 'city' END AS fine,
    CASE geo_precision WHEN '2' THEN 25 WHEN '3' THEN 100 END AS radius_km,
    CASE WHEN number(fatalities) > 0 THEN [amount(number(fatalities), 'killed', 'reported')] ELSE [] END AS quantities,
    1.0 AS confidence,
    [s.note, CASE WHEN s.kind IS NULL THEN t.note END,
        CASE WHEN NOT absent('actor2', actor2) AND NOT one_sided THEN 'ACLED does not say who did it to whom' END,
        CASE WHEN time_precision = '2' THEN 'ACLED dates it to about a week around ' || day END,
        CASE WHEN geo_precision = '3' THEN 'ACLED knows only the region; the point stands in for it' END] AS reasons,
    notes AS text
FROM day
LEFT JOIN acled_types s ON s.type = lower(event_type) AND s.subtype = lower(sub_event_type)
LEFT JOIN acled_types t ON t.type = lower(event_type) AND t.subtype IS NULL
"""


def _type_by_words(column: str) -> str:
    """Newer editions name the type of an actor in words."""
    return f"""CASE WHEN {column} ILIKE 'state forces%' THEN 'military' WHEN {column} ILIKE '%rebel%'
        OR {column} ILIKE '%militia%' THEN 'armed_group' WHEN {column} ILIKE 'rioters%' OR {column} ILIKE 'protesters%'
        OR {column} ILIKE 'civilians%' THEN 'civilian' END"""


ACLED = Format(
    name="acled",
    title="ACLED",
    columns=COLUMNS,
    select=SELECT.format(type1=_type_by_words("inter1"), type2=_type_by_words("inter2")),
    licence="ACLED's terms of use (acleddata.com); attribution needed, the data itself may not be passed on",
    attribution="Armed Conflict Location & Event Data Project (ACLED), acleddata.com",
    tables=("acled_types",),
    nulls=("NA",),
    absent=("event_id_cnty", "location", "actor2"),
    direct={"source": "event_id_cnty", "lat": "latitude", "lon": "longitude", "text": "notes"},
)

DELETED = Format(
    name="acled-deleted",
    title="ACLED's deleted events",
    columns=Columns.of("event_id_cnty deleted_timestamp", needed="event_id_cnty deleted_timestamp"),
    select="SELECT /*more*/ event_id_cnty AS source FROM raw WHERE event_id_cnty IS NOT NULL",
    licence=ACLED.licence,
    attribution=ACLED.attribution,
    deletes=True,
)
"""The ids that ACLED withdrew, as its API's endpoint "deleted" and its CSV list them."""
