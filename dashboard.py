"""The whole program put together: its own routes first, then the dashboard's pages."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from events.record import Record, home_folder
from events.web.routes import SecurityHeaders, routes

PAGES = Path(__file__).parent / "events" / "pages" / "entry.py"

app = st.App(PAGES, routes=routes(lambda: Record(home_folder())), middleware=[Middleware(SecurityHeaders)])
