from alembic import context, op

revision = "ab12cd34ef56"
down_revision = None


def upgrade():
    context.config.attributes["metadata"].create_all(op.get_bind())
