-- Whose session it is on a machine with several users; TeleClaude's own schema knows one user only.
ALTER TABLE sessions ADD COLUMN owner_person TEXT;
ALTER TABLE sessions ADD COLUMN owner_uid INTEGER;
CREATE INDEX idx_sessions_owner_person ON sessions (owner_person);
