"""What one writes in an afternoon: pandas, a filter, and every event on a timeline and a map of Plotly's."""

import os

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def events(path: str) -> pd.DataFrame:
    """All events of the file."""
    return pd.read_csv(path, parse_dates=["date"])


st.set_page_config(layout="wide")
every = events(os.environ["BENCHMARK_CSV"])
picked = st.multiselect("Actor", sorted(every["actor"].unique()))
shown = every[every["actor"].isin(picked)] if picked else every
st.caption(f"{len(shown)} of {len(every)} events")
st.plotly_chart(
    px.scatter_map(
        shown, lat="latitude", lon="longitude", color="type", hover_name="title", map_style="white-bg", zoom=4
    )
)
st.plotly_chart(px.scatter(shown, x="date", y="actor", color="type", hover_name="title"))
