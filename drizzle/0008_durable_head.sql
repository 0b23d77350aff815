-- The position up to which the log is complete, and stays so through a crash.
--
-- Positions are drawn before commit, so a reader could pass one still in flight. Every writer holds the shared lock from before
-- it draws until it has committed or rolled back; once the exclusive one is granted, everything drawn so far is decided.
-- The head is the last position that was committed, seen by a statement of its own and so after the lock. What the sequence says may
-- be further, by what was rolled back, and a crash can take that back: then positions already passed would be given to new events.
-- The timeout keeps a hung append from blocking the writers that queue behind this lock.
-- Sequential scans are off because a plan made while the table was empty would keep one for ever.
CREATE OR REPLACE FUNCTION log_head() RETURNS bigint LANGUAGE plpgsql
  SET lock_timeout = '200ms' SET enable_seqscan = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(6710886);
  RETURN (SELECT coalesce(max(position), 0) FROM events);
END $$;
