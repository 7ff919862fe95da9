from django.contrib import admin

from .models import Item, Note, Shelf

admin.site.register([Shelf, Item, Note])
