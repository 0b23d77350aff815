-- The position up to which the log is complete.
--
-- Positions are drawn before commit, so a reader could pass one still in flight. Every writer holds the shared lock from before
-- it draws until it has committed or rolled back; once the exclusive one is granted, everything drawn so far is decided.
-- The sequence is read outside of any snapshot, so its value is the one of that moment.
-- The timeout keeps a hung append from blocking the writers that queue behind this lock.
CREATE FUNCTION log_head() RETURNS bigint LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE
  head bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(6710886);
  SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO head FROM events_position_seq;
  RETURN head;
END $$;
