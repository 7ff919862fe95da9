"""A shop on SQLAlchemy and Alembic: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set."""
import datetime as d
import decimal
import enum
import os
import sys
import uuid

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class State(enum.Enum):
    new = 1
    sold = 2


tags = sa.Table(
    "item_tags",
    Base.metadata,
    sa.Column("item_id", sa.ForeignKey("items.id"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("tags.id"), primary_key=True),
)


class Shelf(Base):
    __tablename__ = "shelves"
    id = sa.Column(sa.String(36), primary_key=True)
    name = sa.Column(sa.String(80), unique=True, nullable=False)
    parent_id = sa.Column(sa.ForeignKey("shelves.id"))


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    tag = sa.Column(sa.Unicode(80), unique=True)


class Item(Base):
    __tablename__ = "items"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(200), nullable=False)
    shelf_id = sa.Column(sa.ForeignKey("shelves.id"))
    price = sa.Column(sa.Numeric(12, 3), nullable=False)
    ratio = sa.Column(sa.Float)
    active = sa.Column(sa.Boolean, nullable=False)
    born = sa.Column(sa.Date)
    at = sa.Column(sa.Time)
    made = sa.Column(sa.DateTime, nullable=False)
    zoned = sa.Column(sa.DateTime(timezone=True))
    lasts = sa.Column(sa.Interval)
    data = sa.Column(sa.JSON)
    raw = sa.Column(sa.LargeBinary)
    pickled = sa.Column(sa.PickleType)
    big = sa.Column(sa.BigInteger)
    small = sa.Column(sa.SmallInteger)
    state = sa.Column(sa.Enum(State, name="state"))
    words = sa.Column(sa.Text)
    shelf = relationship(Shelf)
    tags = relationship(Tag, secondary=tags, order_by=Tag.id)


pg = "PGHOST" in os.environ
engine = sa.create_engine("postgresql://" if pg else "sqlite:///app.sqlite")


def migrate():
    config = Config()
    config.set_main_option("script_location", "alembic")
    config.attributes["engine"] = engine
    config.attributes["metadata"] = Base.metadata
    command.upgrade(config, "head")


def item(i, shelves):
    utc = d.timezone.utc
    return Item(
        name="\u00dcn\u00ef %d \U0001f600" % i,
        shelf=shelves[i % 4] if i % 4 < len(shelves) else None,
        price=decimal.Decimal(i) * decimal.Decimal("17.125") - 900,
        ratio=i / 7 if i % 3 else None,
        active=i % 2 == 0,
        born=d.date(1900 + i % 90, 2, 28) if i % 5 else None,
        at=d.time(23, 59, i % 60, i) if i % 5 else None,
        made=d.datetime(2024, 3, 31, 1, 30, i % 60, i * 37),
        zoned=d.datetime(1969, 7, 20, 20, 17, 40, i, tzinfo=utc) if i % 7 else None,
        lasts=d.timedelta(days=i - 90, microseconds=i * 999983) if i % 3 else None,
        data={"a": [1, 2.5, None, "\u00e9"], "i": i} if i % 4 else None,
        raw=bytes([0, 255, i % 256]) if i % 4 else None,
        pickled=(i, "p"),
        big=2**53 + 1 if i % 2 else -(2**63),
        small=i % 100 - 50,
        state=State.new if i % 3 else State.sold,
        words="\n\t\"quoted\"\\" * (i % 3),
    )


def fill():
    with Session(engine) as s:
        shelves = [Shelf(id=str(uuid.UUID(int=i)), name="shelf %d" % i) for i in range(1, 4)]
        all_tags = [Tag(tag=t) for t in ("red", "\u0142\u00f3d\u017a", "gone")]
        s.add_all(shelves + all_tags)
        s.flush()
        shelves[1].parent_id = shelves[0].id
        for i in range(200):
            one = item(i, shelves)
            one.tags = all_tags[: i % 3]
            s.add(one)
        s.flush()
        for one in s.query(Item).filter(Item.id > 190):
            s.delete(one)
        s.delete(all_tags[2])
        s.commit()


def objects():
    with Session(engine) as s:
        for model in (Shelf, Tag, Item):
            for o in s.query(model).order_by(model.id):
                row = {c.key: getattr(o, c.key) for c in sa.inspect(model).mapper.column_attrs}
                if row.get("zoned") is not None:
                    row["zoned"] = row["zoned"].replace(tzinfo=row["zoned"].tzinfo or d.timezone.utc).timestamp()
                print(model.__name__, row, [t.tag for t in getattr(o, "tags", [])])


def live():
    with Session(engine) as s:
        last = s.query(sa.func.max(Item.id)).scalar()
        one = item(500, s.query(Shelf).order_by(Shelf.id).all())
        one.tags = [Tag(tag="new")]
        s.add(one)
        s.commit()
        assert one.id > last
        assert s.get(Item, one.id).tags[0].tag == "new"
        s.query(Item).filter(Item.id == 1).update({"price": decimal.Decimal("1.5")})
        s.commit()
    migrate()
    print("alive")


{"migrate": migrate, "fill": fill, "objects": objects, "live": live}[sys.argv[1]]()
