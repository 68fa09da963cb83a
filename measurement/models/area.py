"""Places: areas on levels, linked to parents in one or several hierarchies."""

from django.db import models

from coalition.tenancy import TenantForeignKey, TenantModel


class AreaLevel(TenantModel):
    """A kind of place: town, county, state. ``position`` grows from the widest to the smallest."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    plural = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="area_level_code_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Area(TenantModel):
    """A place where something is measured. Every value sits at the level it was collected at."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    level = TenantForeignKey("measurement.AreaLevel", on_delete=models.PROTECT, related_name="areas")

    class Meta:
        ordering = ["name", "code"]
        constraints = [models.UniqueConstraint(fields=["coalition", "code"], name="area_code_unique")]

    def __str__(self) -> str:
        return self.name


class Hierarchy(TenantModel):
    """One way to add places up, e.g. town > county > state; a place can stand in several."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "code"], name="hierarchy_code_unique")
        ]

    def __str__(self) -> str:
        return self.name


class AreaLink(TenantModel):
    """A place's parent in one hierarchy."""

    hierarchy = TenantForeignKey(
        "measurement.Hierarchy", on_delete=models.CASCADE, related_name="links"
    )
    child = TenantForeignKey("measurement.Area", on_delete=models.CASCADE, related_name="parents")
    parent = TenantForeignKey("measurement.Area", on_delete=models.CASCADE, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "hierarchy", "child"], name="area_link_one_parent"
            ),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("parent")), name="area_link_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.parent_id}"


class AreaAncestor(TenantModel):
    """The hierarchy written out: each place with itself (depth 0) and every place above it.

    Derived from ``AreaLink`` by ``measurement.services.areas.rebuild_ancestors``.
    """

    hierarchy = TenantForeignKey("measurement.Hierarchy", on_delete=models.CASCADE, related_name="+")
    area = TenantForeignKey("measurement.Area", on_delete=models.CASCADE, related_name="ancestors")
    ancestor = TenantForeignKey(
        "measurement.Area", on_delete=models.CASCADE, related_name="descendants"
    )
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "hierarchy", "area", "ancestor"], name="area_ancestor_unique"
            )
        ]
        indexes = [models.Index(fields=["coalition", "hierarchy", "ancestor"])]

    def __str__(self) -> str:
        return f"{self.area_id} < {self.ancestor_id}"


class AreaShape(TenantModel):
    """A place's outline as a GeoJSON geometry, apart from the area so that lists stay light."""

    area = TenantForeignKey("measurement.Area", on_delete=models.CASCADE, related_name="shapes")
    geometry = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coalition", "area"], name="area_shape_one_per_area")
        ]

    def __str__(self) -> str:
        return f"Shape of {self.area_id}"
