CREATE TABLE "parked_events" (
	"projection" text NOT NULL,
	"stream_id" text NOT NULL,
	"position" bigint NOT NULL,
	"error" text,
	"attempts" integer NOT NULL,
	"parked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parked_events_projection_stream_id_position_pk" PRIMARY KEY("projection","stream_id","position")
);
