CREATE TABLE "snapshots" (
	"stream_id" text NOT NULL,
	"decider" text NOT NULL,
	"decider_version" integer NOT NULL,
	"version" integer NOT NULL,
	"event_id" uuid NOT NULL,
	"state" jsonb NOT NULL,
	"checksum" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "snapshots_stream_id_decider_pk" PRIMARY KEY("stream_id","decider")
);
