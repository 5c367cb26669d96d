"""UCDP GED and its monthly Candidate: events of lethal violence, CSV, Excel and API rows of every edition.

Codebook: date_prec 1 is the day, 2 two to six days, 3 a week, 4 a month, 5 up to a year, with the span in date_start
and date_end; where_prec 1 is the place, 2 a limited area around it, 3 its district (ADM2), 4 its province (ADM1), 5 a
part of the country larger than that, an island, or a place told only by others near it, 6 the country, 7 the sea or
air between countries. Sides have no direction, except in one-sided violence (type 3), where side A attacked civilians.
Where the codes and columns were looked up: ``data/SOURCES.md``.
"""

from events.exchange.format import Columns, Format

COLUMNS = Columns.of(
    "id type_of_violence side_a side_b dyad_name conflict_name number_of_sources source_article where_prec"
    " where_coordinates where_description adm_1 adm_2 latitude longitude country event_clarity date_prec date_start"
    " date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low source_headline code_status",
    needed="id type_of_violence side_a side_b where_prec date_prec date_start",
    best="best_est",
    high="high_est",
    low="low_est",
    latitude="lat",
    longitude="lon long",
)

SELECT = """
WITH code AS (
    SELECT *, whole(date_prec) AS dp, whole(where_prec) AS wp, whole(type_of_violence) AS violence,
        whole(event_clarity) AS clarity,
        coalesce(try_cast(left(date_start, 10) AS DATE),
            try_strptime(date_start, ['%d/%m/%Y', '%m/%d/%Y', '%d.%m.%Y'])::DATE) AS starts,
        coalesce(try_cast(left(date_end, 10) AS DATE),
            try_strptime(date_end, ['%d/%m/%Y', '%m/%d/%Y', '%d.%m.%Y'])::DATE,
            try_cast(left(date_start, 10) AS DATE)) AS ends
    FROM raw),
span AS (
    SELECT *,
        CASE WHEN dp >= 3 AND starts = ends
            THEN date_trunc(CASE dp WHEN 3 THEN 'week' WHEN 4 THEN 'month' ELSE 'year' END, starts)::DATE
            ELSE starts END AS first,
        CASE WHEN dp >= 3 AND starts = ends THEN
            CASE dp WHEN 3 THEN (date_trunc('week', starts) + INTERVAL 6 DAY)::DATE WHEN 4 THEN last_day(starts)
                ELSE (date_trunc('year', starts) + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE END
            ELSE ends END AS last
    FROM code)
SELECT /*more*/ CASE WHEN contains(id, '.') THEN regexp_replace(id, '\\.0+$', '') ELSE id END AS source,
    CASE WHEN absent('id', id) THEN 'no id'
        WHEN violence IS NULL OR violence NOT IN (1, 2, 3)
            THEN 'type_of_violence is none of 1, 2, 3: ' || coalesce(type_of_violence, 'none')
        WHEN date_start IS NOT NULL AND starts IS NULL THEN 'date_start is not a date: ' || date_start
        WHEN first > last THEN 'date_end is before date_start' END AS refused,
    'ASSAULT' AS kind, 'asserted' AS modality,
    CASE violence WHEN 1 THEN 'Fighting' WHEN 2 THEN 'Fighting between groups' ELSE 'Attack on civilians' END AS label,
    first, last,
    CASE WHEN first IS NULL THEN NULL
        WHEN first = last THEN 'day'
        WHEN coalesce(dp, 1) <= 2 THEN 'days' WHEN dp = 3 THEN 'week'
        WHEN dp = 4 AND date_trunc('month', first) = first AND last = last_day(first) THEN 'month'
        WHEN dp = 5 AND date_trunc('year', first) = first AND last = (first + INTERVAL 1 YEAR - INTERVAL 1 DAY)
            THEN 'year'
        ELSE 'range' END AS precision,
    party('source', NULL, NULL, side_a) AS who1,
    party(CASE WHEN violence = 3 THEN 'target' ELSE 'source' END, NULL, NULL, side_b) AS who2,
    coalesce(CASE wp WHEN 3 THEN adm_2 WHEN 4 THEN adm_1 WHEN 6 THEN country END, where_coordinates,
        where_description, adm_2, adm_1, country) AS place,
    country, degrees_of(latitude) AS lat, degrees_of(longitude) AS lon,
    CASE wp WHEN 1 THEN 'city' WHEN 2 THEN 'district' WHEN 3 THEN 'district' WHEN 4 THEN 'region' WHEN 5 THEN 'region'
        WHEN 6 THEN 'country' WHEN 7 THEN 'region' ELSE 'region' END AS fine,
    CASE wp WHEN 2 THEN 25 WHEN 3 THEN 30 WHEN 4 THEN 100 WHEN 5 THEN 150 WHEN 7 THEN 200 WHEN 1 THEN NULL
        ELSE 100 END AS radius_km,
    list_filter([
        CASE WHEN best IS NOT NULL THEN amount(number(best), 'killed', 'best') END,
        CASE WHEN number(low) <> number(best) THEN amount(number(low), 'killed', 'low') END,
        CASE WHEN number(high) <> number(best) THEN amount(number(high), 'killed', 'high') END,
        CASE WHEN number(deaths_civilians) > 0 THEN amount(number(deaths_civilians), 'civilians killed', 'best') END],
        lambda q: q.value IS NOT NULL) AS quantities,
    CASE WHEN clarity = 2 THEN 0.7 ELSE 1.0 END AS confidence,
    [CASE WHEN violence <> 3 THEN 'UCDP does not say who attacked whom' END,
        CASE WHEN clarity = 2 THEN 'UCDP: several events told together, or told unclearly' END,
        CASE WHEN code_status ILIKE 'check%' THEN 'UCDP Candidate: ' || code_status END,
        CASE wp WHEN 2 THEN 'UCDP knows the place within about 25 km' WHEN 3 THEN 'UCDP knows only the district'
            WHEN 4 THEN 'UCDP knows only the province'
            WHEN 5 THEN 'UCDP knows only a part of the country, or what is near'
            WHEN 7 THEN 'UCDP: at sea or in the air between countries' END,
        CASE WHEN wp IS NULL THEN 'how finely the place is known is not said' END] AS reasons,
    concat_ws(' ', where_description, source_headline, dyad_name, conflict_name) AS text
FROM span
"""

UCDP = Format(
    name="ucdp",
    title="UCDP GED",
    columns=COLUMNS,
    select=SELECT,
    licence="CC BY 4.0",
    absent=("id",),
    nulls=("NA",),
    direct={"lat": "latitude", "lon": "longitude"},
    attribution="Uppsala Conflict Data Program (UCDP), Georeferenced Event Dataset, ucdp.uu.se",
)
