-- Appends events to one stream, all or none, in one round trip.
--
-- The shared lock is taken before a position is drawn: see log_head, which takes the exclusive one.
-- Sequential scans are off because a plan made while the table was empty would keep one for ever.
CREATE FUNCTION append_events(
  p_stream_id text,
  p_expected_version integer,
  p_event_ids uuid[],
  p_types text[],
  p_schema_versions smallint[],
  p_data text[],
  p_metadata text[],
  OUT outcome text,
  OUT current_version integer,
  OUT positions bigint[],
  OUT stored_at timestamptz
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(6710886);

  SELECT coalesce(max(version), 0) INTO current_version FROM events WHERE stream_id = p_stream_id;

  IF EXISTS (SELECT FROM events WHERE event_id = ANY (p_event_ids)) THEN
    outcome := 'duplicate';
    RETURN;
  END IF;

  IF current_version <> p_expected_version THEN
    outcome := 'conflict';
    RETURN;
  END IF;

  stored_at := clock_timestamp();
  WITH stored AS (
    INSERT INTO events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
    SELECT p_stream_id, p_expected_version + n, event_id, type, schema_version, data::jsonb, metadata::jsonb, stored_at
    FROM unnest(p_event_ids, p_types, p_schema_versions, p_data, p_metadata)
      WITH ORDINALITY AS new (event_id, type, schema_version, data, metadata, n)
    ORDER BY n
    RETURNING position
  )
  SELECT array_agg(position ORDER BY position) INTO positions FROM stored;
  outcome := 'appended';
END $$;
