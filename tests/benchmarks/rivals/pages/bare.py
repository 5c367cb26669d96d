"""A bare Streamlit page with one small Plotly chart: the least that such a page takes."""

import plotly.express as px
import streamlit as st

st.title("Conflict events")
st.plotly_chart(px.scatter(x=[1, 2, 3, 4, 5], y=[2, 1, 4, 3, 5]))
