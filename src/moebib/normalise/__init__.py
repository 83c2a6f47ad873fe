"""Cleans what services, lists and files give: texts, names and dates, each by the rules of its own room."""
