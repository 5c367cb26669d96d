"""GDELT 1.0 and 2.0 events: machine-coded by CAMEO from news, tab-separated, mostly without a header row.

ActionGeo_Type 1 is a country, 2 a US state, 3 a US city, 4 a city elsewhere, 5 a region elsewhere; its country codes
are FIPS 10-4, those of actors CAMEO's (mostly ISO 3166 alpha-3).
"""

from events.exchange.format import Columns, Format

_ACTOR = """Actor{0}Code Actor{0}Name Actor{0}CountryCode Actor{0}KnownGroupCode Actor{0}EthnicCode
Actor{0}Religion1Code Actor{0}Religion2Code Actor{0}Type1Code Actor{0}Type2Code Actor{0}Type3Code"""
_ACT = """IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles
AvgTone"""
_GEO = "{0}Geo_Type {0}Geo_FullName {0}Geo_CountryCode {0}Geo_ADM1Code {1} {0}Geo_Lat {0}Geo_Long {0}Geo_FeatureID"
_PLACES = ("Actor1", "Actor2", "Action")


def _header(*, second: bool, address: bool) -> tuple[str, ...]:
    """The column names of GDELT 2.0 (``second``) or 1.0, with or without SOURCEURL."""
    places = " ".join(_GEO.format(who, f"{who}Geo_ADM2Code" if second else "") for who in _PLACES)
    parts = ["GLOBALEVENTID SQLDATE MonthYear Year FractionDate", _ACTOR.format(1), _ACTOR.format(2), _ACT, places]
    return tuple(" ".join([*parts, "DATEADDED", "SOURCEURL" if address else ""]).split())


HEADERS = {
    57: _header(second=False, address=False),
    58: _header(second=False, address=True),
    61: _header(second=True, address=True),
}

COLUMNS = Columns.of(
    "globaleventid sqldate eventcode eventrootcode actor1code actor1name actor1countrycode actor1knowngroupcode"
    " actor1type1code actor2code actor2name actor2countrycode actor2knowngroupcode actor2type1code actiongeo_type"
    " actiongeo_fullname actiongeo_countrycode actiongeo_lat actiongeo_long sourceurl nummentions numsources",
    needed="globaleventid sqldate eventcode actiongeo_type",
    sqldate="day event_date",
)

SELECT = """
WITH code AS (
    SELECT *, try_strptime(sqldate, '%Y%m%d')::DATE AS day, cameo_code(eventcode, eventrootcode) AS act FROM raw)
SELECT /*more*/ globaleventid AS source,
    CASE WHEN absent('globaleventid', globaleventid) THEN 'no GLOBALEVENTID'
        WHEN c.kind IS NULL THEN 'EventCode is not one of CAMEO: ' || coalesce(eventcode, 'none')
        WHEN sqldate IS NOT NULL AND day IS NULL THEN 'SQLDATE is not a date: ' || sqldate END AS refused,
    c.kind, c.modality, c.label, day AS first, day AS last, CASE WHEN day IS NOT NULL THEN 'day' END AS precision,
    CASE WHEN actor1code IS NOT NULL OR actor1name IS NOT NULL THEN party('source', 'cameo',
        concat_ws(chr(30), coalesce(actor1countrycode, ''), coalesce(actor1type1code, ''),
            coalesce(actor1knowngroupcode, '')), coalesce(actor1name, actor1code)) END AS who1,
    CASE WHEN actor2code IS NOT NULL OR actor2name IS NOT NULL THEN party('target', 'cameo',
        concat_ws(chr(30), coalesce(actor2countrycode, ''), coalesce(actor2type1code, ''),
            coalesce(actor2knowngroupcode, '')), coalesce(actor2name, actor2code)) END AS who2,
    actiongeo_fullname AS place, 'fips:' || actiongeo_countrycode AS country,
    degrees_of(actiongeo_lat) AS lat, degrees_of(actiongeo_long) AS lon,
    CASE actiongeo_type WHEN '2' THEN 'region' WHEN '3' THEN 'city' WHEN '4' THEN 'city' WHEN '5' THEN 'region'
        ELSE 'country' END AS fine,
    CASE WHEN actiongeo_type IN ('2', '5') THEN 150 END AS radius_km,
    [] AS quantities, 0.4 AS confidence,
    ['coded by GDELT''s machine from news, checked by nobody', c.note,
        CASE WHEN actiongeo_type IN ('2', '5') THEN 'GDELT knows only the region' END] AS reasons,
    sourceurl AS text
FROM code LEFT JOIN cameo_codes c ON c.code = code.act
"""

GDELT = Format(
    name="gdelt",
    title="GDELT events",
    columns=COLUMNS,
    select=SELECT,
    licence="free to use with a citation and link (gdeltproject.org/about.html)",
    attribution="The GDELT Project, gdeltproject.org",
    tables=("cameo",),
    absent=("globaleventid",),
    direct={
        "source": "globaleventid",
        "lat": "actiongeo_lat",
        "lon": "actiongeo_long",
        "place": "actiongeo_fullname",
        "text": "sourceurl",
    },
    headers=HEADERS,
)
