from alembic import context

given = context.config.attributes
with given["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=given["metadata"])
    with context.begin_transaction():
        context.run_migrations()
