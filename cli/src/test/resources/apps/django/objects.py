"""Prints every object that the models know, a line each, and where every generic reference leads."""
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
from django.apps import apps

for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
    for o in model.objects.order_by("pk"):
        values = [(f.attname, getattr(o, f.attname)) for f in model._meta.concrete_fields]
        shown = [(n, bytes(v) if isinstance(v, memoryview) else v) for n, v in values]
        about = getattr(o, "about", None)
        print(model._meta.label, shown, type(about).__name__, getattr(about, "pk", None))
