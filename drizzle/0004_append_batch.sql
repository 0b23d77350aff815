-- Appends to many streams in one statement: each append has its own version check and its own outcome, in the order given.
-- A batch holds at most one append per stream. p_append_of says, for each event, which append (1, 2, 3 …) it belongs to.
CREATE FUNCTION append_batch(
  p_stream_ids text[],
  p_expected_versions integer[],
  p_append_of integer[],
  p_event_ids uuid[],
  p_types text[],
  p_schema_versions smallint[],
  p_data text[],
  p_metadata text[]
) RETURNS TABLE (outcome text, current_version integer) LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(6710886);

  RETURN QUERY
  WITH new_events AS (
    SELECT new.*, row_number() OVER (PARTITION BY new.append_n ORDER BY new.n)::integer AS nth
    FROM unnest(p_append_of, p_event_ids, p_types, p_schema_versions, p_data, p_metadata)
      WITH ORDINALITY AS new (append_n, event_id, type, schema_version, data, metadata, n)
  ), duplicates AS (
    SELECT DISTINCT new_events.append_n FROM new_events JOIN events e ON e.event_id = new_events.event_id
  ), checked AS (
    SELECT a.n, a.stream_id, a.expected_version, found.version AS found_version, CASE
      WHEN duplicates.append_n IS NOT NULL THEN 'duplicate'
      WHEN found.version <> a.expected_version THEN 'conflict'
      ELSE 'appended' END AS answer
    FROM unnest(p_stream_ids, p_expected_versions) WITH ORDINALITY AS a (stream_id, expected_version, n)
    CROSS JOIN LATERAL (SELECT coalesce(max(e.version), 0) AS version FROM events e WHERE e.stream_id = a.stream_id) AS found
    LEFT JOIN duplicates ON duplicates.append_n = a.n
  ), stored AS (
    INSERT INTO events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
    SELECT checked.stream_id, checked.expected_version + new_events.nth, new_events.event_id, new_events.type,
      new_events.schema_version, new_events.data::jsonb, new_events.metadata::jsonb, clock_timestamp()
    FROM new_events JOIN checked ON checked.n = new_events.append_n AND checked.answer = 'appended'
    ORDER BY new_events.n
    RETURNING events.stream_id, events.version
  ), reached AS (
    SELECT stored.stream_id, max(stored.version) AS version FROM stored GROUP BY stored.stream_id
  )
  SELECT checked.answer, coalesce(reached.version, checked.found_version)
  FROM checked LEFT JOIN reached ON reached.stream_id = checked.stream_id
  ORDER BY checked.n;
END $$;
