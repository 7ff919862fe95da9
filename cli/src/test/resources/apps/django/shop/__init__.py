# The project's tables are made by manage.py makemigrations.
