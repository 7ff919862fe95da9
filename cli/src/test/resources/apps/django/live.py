"""The moved site at work: people log in, see what is theirs, and make new objects."""
import datetime
import os
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
from django.contrib.auth.models import User
from django.contrib.sites.models import Site
from django.test import Client
from shop.models import Item, Note, Shelf

assert Site.objects.get_current().domain == "shop.example"
ann = Client(HTTP_HOST="localhost")
assert ann.login(username="ann", password="secret \u2603")
for page in ("", "shop/item/", "shop/note/", "auth/user/", "sites/site/"):
    assert ann.get("/admin/" + page).status_code == 200, page
new = {"id": str(uuid.uuid4()), "name": "after the move", "parent": ""}
assert ann.post("/admin/shop/shelf/add/", new).status_code == 302
bob = User.objects.get(username="bob")
assert bob.has_perm("shop.add_item") and not bob.has_perm("auth.add_user")
last = Item.objects.order_by("-pk").first()
item = Item.objects.create(
    name="new", price="1.5", lasts=datetime.timedelta(days=1), made=last.made, shelf=last.shelf
)
assert item.pk > last.pk
item.friends.set([last])
note = Note.objects.create(about=Shelf.objects.get(name="after the move"), text="on it")
assert Note.objects.get(pk=note.pk).about.name == "after the move"
User.objects.create_user("carl", "c@example.org", "c")
Site.objects.create(domain="three.example", name="three")
print("alive")
