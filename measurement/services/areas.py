"""What a change of places means: the hierarchy is written out anew."""

from django.db import transaction

from measurement.models import Area, AreaAncestor, AreaLink, Hierarchy


@transaction.atomic
def rebuild_ancestors(*, hierarchy: Hierarchy) -> int:
    """Write out every place with itself and all places above it; returns the rows made.

    Raises ValueError where the links run in a circle.
    """
    parents = dict(
        AreaLink.objects.filter(hierarchy=hierarchy).values_list("child_id", "parent_id")
    )
    rows = []
    for area in sorted(set(parents) | set(parents.values())):
        ancestor: int | None = area
        for depth in range(len(parents) + 2):
            if ancestor is None:
                break
            rows.append(
                AreaAncestor(
                    hierarchy=hierarchy, area_id=area, ancestor_id=ancestor, depth=depth
                )
            )
            ancestor = parents.get(ancestor)
        else:
            name = Area.objects.get(pk=area).name
            raise ValueError(f"The places above {name} run in a circle. Give one no parent.")
    AreaAncestor.objects.filter(hierarchy=hierarchy).delete()
    AreaAncestor.objects.bulk_create(rows)
    return len(rows)
