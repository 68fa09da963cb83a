"""Addresses of the common agenda, under /c/<coalition>/."""

from django.urls import path

from agenda.views import agenda, goal

app_name = "agenda"
urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/vision/", agenda.vision_edit, name="vision"),
    path("agenda/goals/new/", goal.goal_edit, name="goal-new"),
    path("agenda/goals/<slug:goal>/", goal.goal_edit, name="goal"),
    path("agenda/outcomes/new/", goal.outcome_edit, name="outcome-new"),
    path("agenda/outcomes/<slug:outcome>/", goal.outcome_edit, name="outcome"),
]
