"""Small files in the columns of each format and edition, written by hand; what they tell is made up."""

import csv
import io
from collections.abc import Iterable, Sequence

ACLED_NEW = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
UKR1,2024-08-06,2024,1,Political violence,Battles,Armed clash,Military Forces of Ukraine (2019-),,State forces,Military Forces of Russia (2000-),,External/Other forces,State forces-External/Other forces,,643,Europe,Russia,Kursk,Sudzhanskiy,,Sudzha,51.19,35.27,1,Testpaper,National,"Made up: forces met, near the town.",3,,1722900000
UKR2,2024-08-07,2024,2,Political violence,Violence against civilians,Attack,Unidentified Armed Group (Ukraine),,Political militia,Civilians (Ukraine),Labor Group (Ukraine); Farmers (Ukraine),Civilians,,Civilian targeting,804,Europe,Ukraine,Sumy,,,Sumy,50.92,34.80,2,Testpaper,National,Made up.,0,,1722900001
UKR3,2024-08-15,2024,3,Demonstrations,Protests,Peaceful protest,Protesters (Ukraine),,Protesters,,,,Protesters only,,804,Europe,Ukraine,Kyiv City,,,Kyiv,0,0,3,Testpaper,National,Made up.,0,crowd size=about 100,1722900002
UKR4,2024-08-16,2024,1,Strange,Something new,,Nobody,,,,,,,,804,Europe,Ukraine,Kyiv City,,,Kyiv,50.45,30.52,1,Testpaper,National,Made up.,0,,1722900003
"""
ACLED_OLD = """data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3
7,804,UKR9,9,06 August 2018,2018,1,Explosions/Remote violence,Shelling/artillery/missile attack,Military Forces of Ukraine (2014-),,1,NAF: United Armed Forces of Novorossiya,,2,12,Eastern Europe,Ukraine,Donetsk,,,Avdiivka,48.14,37.74,1,Testpaper,National,Made up.,1,1572403734,UKR
"""
ACLED_SHOUTED = """ISO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,SUB_EVENT_TYPE,ACTOR1,ASSOC_ACTOR_1,INTER1,ACTOR2,ASSOC_ACTOR_2,INTER2,INTERACTION,REGION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,SOURCE_SCALE,NOTES,FATALITIES
566,NIG1,1,05-January-2015,2015,1,Battle-No change of territory,,Boko Haram,,2,Military Forces of Nigeria (1999-2015),,1,12,Western Africa,Nigeria,Borno,,,Baga,13.12,13.86,1,Testpaper,National,Made up.,10
"""
ACLED_DELETED = "event_id_cnty,deleted_timestamp\nUKR2,1723000000\n"

UCDP_COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
UCDP_OLD_COLUMNS = [
    "id",
    "relid",
    "year",
    "type_of_violence",
    "conflict_id",
    "conflict_name",
    "dyad_id",
    "dyad_name",
    "side_a_id",
    "side_a",
    "side_b_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "country",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best_est",
    "high_est",
    "low_est",
]


def text(columns: Sequence[str], rows: Iterable[dict[str, object]], delimiter: str = ",") -> str:
    """A text table with these columns; what a row does not say stays empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def ucdp(**cells: object) -> dict[str, object]:
    """A row of UCDP GED."""
    row: dict[str, object] = {
        "id": "300380.0",
        "type_of_violence": 1,
        "side_a": "Government of Syria",
        "side_b": "Syrian insurgents",
        "where_prec": 1,
        "where_coordinates": "Rami village",
        "adm_1": "Idlib governorate",
        "adm_2": "Ariha district",
        "latitude": 35.763369,
        "longitude": 36.558974,
        "country": "Syria",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2013-01-03",
        "date_end": "2013-01-03",
        "best": 2,
        "high": 4,
        "low": 2,
    }
    return row | cells


def gdelt(columns: Sequence[str], **cells: object) -> str:
    """A row of GDELT without header, tab-separated, in the columns of one edition."""
    row: dict[str, object] = {
        "GLOBALEVENTID": 1100000001,
        "SQLDATE": 20241030,
        "MonthYear": 202410,
        "Year": 2024,
        "FractionDate": 2024.8219,
        "Actor1Code": "USAGOV",
        "Actor1Name": "UNITED STATES",
        "Actor1CountryCode": "USA",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "PRK",
        "Actor2Name": "NORTH KOREA",
        "Actor2CountryCode": "PRK",
        "IsRootEvent": 1,
        "EventCode": "1031",
        "EventBaseCode": "103",
        "EventRootCode": "10",
        "QuadClass": 3,
        "GoldsteinScale": -5.0,
        "NumMentions": 4,
        "NumSources": 1,
        "NumArticles": 4,
        "AvgTone": -3.2,
        "ActionGeo_Type": 4,
        "ActionGeo_FullName": "Kursk, Kurskaya Oblast', Russia",
        "ActionGeo_CountryCode": "RS",
        "ActionGeo_Lat": 51.73,
        "ActionGeo_Long": 36.19,
        "DATEADDED": 20241030,
        "SOURCEURL": "https://news.example/1",
    }
    row |= cells
    return "\t".join(str(row.get(column, "")) for column in columns) + "\n"


VIINA_1PD = """viina_version,event_id_1pd,date,n_reports,event_ids,sources,geonameid,feature_code,asciiname,ADM1_NAME,ADM1_CODE,ADM2_NAME,ADM2_CODE,longitude,latitude,GEO_PRECISION,t_mil_b,a_rus_b,a_ukr_b,a_rus_init_b,a_ukr_init_b,a_civ_b,a_other_b,t_aad_b,t_airstrike_b,t_airalert_b,t_uav_b,t_armor_b,t_arrest_b,t_artillery_b,t_control_b,t_firefight_b,t_ied_b,t_raid_b,t_occupy_b,t_property_b,t_cyber_b,t_hospital_b,t_milcas_b,t_civcas_b,t_retreat_b,t_loc_b,t_san_b
bert_1,21,20240919,2,4454;4455,pravdaua,704204,PPL,Lyman,Donets'k,655,Krasnolymans'kyi,18941,37.82,48.98,ADM3,1,1,1,1,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,1,0,1,0
bert_1,22,20240919,1,4456,ria,NA,NA,NA,Kursk,1,NA,NA,36.19,51.73,ADM1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1
"""
VIINA_INFO = """viina_version,event_id,event_id_1pd,date,time,geonameid,feature_code,asciiname,ADM1_NAME,ADM1_CODE,ADM2_NAME,ADM2_CODE,longitude,latitude,GEO_PRECISION,GEO_API,location,address,report_id,source,url,text,lang
bert_1,4454,21,20240919,10:05,704204,PPL,Lyman,Donets'k,655,Krasnolymans'kyi,18941,37.82,48.98,STREET,OSM,1,Lyman,9,pravdaua,https://news.example/2,"Вигадано: обстріл міста",ua
"""
VIINA_LABELS = """viina_version,event_id,event_id_1pd,date,time,geonameid,t_mil_pred,t_mil_b,a_rus_pred,a_rus_b,a_ukr_pred,a_ukr_b,a_rus_init_pred,a_rus_init_b,a_ukr_init_pred,a_ukr_init_b,t_artillery_pred,t_artillery_b
bert_1,4454,21,20240919,10:05,704204,0.99,1,0.9,1,0.1,0,0.9,1,0.1,0,0.97,1
"""
VIINA_FIRST = """event_id,report_id,location,tempid,source,date,time,url,text,lang,address,longitude,latitude,GEO_PRECISION,GEO_API,t_mil_pred,t_mil_b,a_rus_pred,a_rus_b,a_ukr_pred,a_ukr_b,t_airstrike_pred,t_airstrike_b
5,6,1,7,ria,20220301,07:30,https://news.example/3,Made up,ru,Kyiv,30.52,50.45,ADM2,Yandex,0.99,1,0.99,1,0.01,0,0.9,1
"""
VIINA_FLAT = "date,lon,lat,place,type_code,n_reports,urls\n2026-01-01,35.27,51.19,Sudzha,S,2,https://news.example/4\n"

ICEWS = "\t".join(
    [
        "Event ID",
        "Event Date",
        "Source Name",
        "Source Sectors",
        "Source Country",
        "Event Text",
        "CAMEO Code",
        "Intensity",
        "Target Name",
        "Target Sectors",
        "Target Country",
        "Story ID",
        "Sentence Number",
        "Publisher",
        "City",
        "District",
        "Province",
        "Country",
        "Latitude",
        "Longitude",
    ]
) + (
    "\n20718170\t2014-01-01\tMilitary (Ukraine)\tGovernment,Military\tUkraine\tFight with small arms and light weapons"
    "\t193\t-10.0\tArmed Gang (Russian Federation)\tDissident\tRussian Federation\t33\t2\tTest\tDonetsk\tNULL\tDonetsk"
    "\tUkraine\t48.02\t37.80"
    "\n20718171\t2014-01-02\tChina\t\tChina\tMake a visit\t42\t1.9\tVladimir Putin\tExecutive\tRussian Federation\t34"
    "\t1\tTest\t\t\t\tRussian Federation\t60\t100\n"
)
POLECAT = "\t".join(
    [
        "Event ID",
        "Event Date",
        "Event Type",
        "Event Mode",
        "Intensity",
        "Quad Code",
        "Contexts",
        "Actor Name",
        "Actor Country",
        "Actor COW",
        "Primary Actor Sector",
        "Actor Sectors",
        "Actor Title",
        "Actor Name Raw",
        "Wikipedia Actor ID",
        "Recipient Name",
        "Recipient Country",
        "Recipient COW",
        "Primary Recipient Sector",
        "Recipient Sectors",
        "Recipient Title",
        "Recipient Name Raw",
        "Wikipedia Recipient ID",
        "Placename",
        "City",
        "District",
        "Province",
        "Country",
        "Latitude",
        "Longitude",
        "GeoNames ID",
        "Raw Placename",
        "Feature Type",
        "Source",
        "Publication Date",
        "Story People",
        "Story Organizations",
        "Story Locations",
        "Language",
        "Version",
    ]
) + (
    "\nENG20241030-1-2\t2024-10-30\tREQUEST\tchange\t-5.0\tVERBAL CONFLICT\tmilitary\tUnited States\tUSA\t2\tGOV\tGOV"
    "\tNone\tWashington\tNone\tNorth Korea\tPRK\t731\tNone\tNone\tNone\tPyongyang\tNone\tKursk\tNone\tNone"
    "\tKursk Oblast\tRUS\t51.7\t36.2\t538555\tKursk\tADM1\tTest\t2024-10-31\tNone\tNone\tNone\teng\tv1\n"
)

SHEET = """Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background
2024,10,,,,,,,,A month,Told,,,,,,,
,,,,,,,,,All of it,,,,,,title,,
"""
PLACEMARK = {
    "id": "u1",
    "date": "2024-10-30T00:00:00",
    "name": "Made up",
    "description": "Told",
    "coordinates": [36.19, 51.73],
}
GEOCONFIRMED = """Id;Date;Latitude;Longitude;Description;Faction;Source;PlusCode
u2;2024-10-30;51.73;36.19;Told;Russia;https://news.example/5;8GH4+P2 Kursk, Russia
"""
BELLINGCAT = [
    {
        "id": "CIV1",
        "date": "10/30/2024",
        "latitude": "50.45",
        "longitude": "30.52",
        "location": "Kyiv",
        "description": "Told",
        "sources": [{"path": "https://news.example/6"}],
        "filters": [{"key": "area", "value": "school"}],
    }
]
