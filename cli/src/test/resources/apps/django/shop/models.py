"""Every kind of field that Django has, keys of three kinds, and references to anything."""
import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Shelf(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)


class Item(models.Model):
    name = models.CharField(max_length=200)
    shelf = models.ForeignKey(Shelf, null=True, on_delete=models.SET_NULL)
    price = models.DecimalField(max_digits=12, decimal_places=3)
    ratio = models.FloatField(null=True)
    lasts = models.DurationField()
    data = models.JSONField(null=True)
    token = models.UUIDField(default=uuid.uuid4)
    active = models.BooleanField(default=True)
    maybe = models.BooleanField(null=True)
    born = models.DateField(null=True)
    at = models.TimeField(null=True)
    made = models.DateTimeField()
    raw = models.BinaryField(null=True)
    small = models.SmallIntegerField(default=0)
    big = models.BigIntegerField(default=0)
    plus = models.PositiveIntegerField(default=0)
    ip = models.GenericIPAddressField(null=True)
    slug = models.SlugField(default="")
    url = models.URLField(default="")
    text = models.TextField(default="")
    file = models.FileField(null=True)
    friends = models.ManyToManyField("self")


class Note(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)
    about = GenericForeignKey("content_type", "object_id")
    text = models.TextField()
