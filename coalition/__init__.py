"""Backbone support: coalitions and their people, and the wall between coalitions."""
