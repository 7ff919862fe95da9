"""Fills the site through its models and its admin, and deletes some of it again."""
import datetime as d
import decimal
import os
import random
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
from django.contrib.auth.models import Group, Permission, User
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.test import Client
from shop.models import Item, Note, Shelf

r = random.Random(5)
site = Site.objects.get(id=1)
site.domain, site.name = "shop.example", "\u0141\u00f3d\u017a & S\u00f6hne"
site.save()
Site.objects.create(domain="two.example", name="two")
User.objects.create_superuser("ann", "ann@example.org", "secret \u2603")
bob = User.objects.create_user("bob", "b@example.org", "b")
staff = Group.objects.create(name="staff")
staff.permissions.set(Permission.objects.filter(content_type__app_label="shop"))
bob.groups.add(staff)
shelves = [Shelf.objects.create(name="shelf %d" % i) for i in range(5)]
shelves[1].parent = shelves[0]
shelves[1].save()
items = []
for i in range(200):
    zone = d.timezone(d.timedelta(hours=r.randint(-12, 14)))
    items.append(
        Item.objects.create(
            name="\u00dcn\u00ef %d \U0001f600" % i,
            shelf=r.choice(shelves + [None]),
            price=decimal.Decimal(r.randint(-(10**9), 10**9)) / 1000,
            ratio=r.choice([None, r.random(), 1e300, -0.1]),
            lasts=d.timedelta(days=r.randint(-3000, 3000), microseconds=r.randint(0, 86399999999)),
            data=r.choice([None, {"a": [1, 2.5, None, "\u00e9"], "b": {"c": True}}, [], "text", 3]),
            active=bool(i % 2),
            maybe=r.choice([None, True, False]),
            born=r.choice([None, d.date(1900 + i % 120, 1 + i % 12, 1 + i % 28)]),
            at=r.choice([None, d.time(23, 59, 59, 999999), d.time(0, 0)]),
            made=d.datetime(2024, 3, 31, 1, 30, i % 60, i * 37, tzinfo=zone),
            raw=r.choice([None, bytes(range(256)), b""]),
            small=r.randint(-32768, 32767),
            big=r.randint(-(2**63), 2**63 - 1),
            plus=r.randint(0, 2**31 - 1),
            ip=r.choice([None, "10.0.0.1", "2001:db8::1"]),
            text="\n\t\"quoted\"\\" * (i % 3),
        )
    )
items[0].friends.set(items[1:9])
for i in range(40):
    Note.objects.create(about=r.choice(items), text="n%d" % i)
for shelf in shelves:
    Note.objects.create(about=shelf, text="on a shelf")
Item.objects.filter(id__gt=190).delete()
Note.objects.filter(id=45).delete()
page = FlatPage.objects.create(url="/a/", title="t")
page.sites.set([site])
ann = Client(HTTP_HOST="localhost")
assert ann.login(username="ann", password="secret \u2603")
new = {"id": str(uuid.UUID(int=7)), "name": "by admin", "parent": str(shelves[0].id)}
assert ann.post("/admin/shop/shelf/add/", new).status_code == 302
