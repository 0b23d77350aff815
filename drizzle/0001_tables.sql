CREATE TABLE "events" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream_id" text NOT NULL,
	"version" integer NOT NULL,
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"data" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_event_id" UNIQUE("event_id"),
	CONSTRAINT "events_stream_version" UNIQUE("stream_id","version")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"projection" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"position" bigint NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cart_summaries" (
	"stream_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"status" text NOT NULL,
	"item_count" integer NOT NULL,
	"subtotal" bigint NOT NULL,
	"promo_code" text,
	"version" integer NOT NULL,
	"created_position" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_figures" (
	"sku" text PRIMARY KEY NOT NULL,
	"added" bigint NOT NULL,
	"removed" bigint NOT NULL,
	"bought" bigint NOT NULL,
	"revenue" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products_in_carts" (
	"sku" text NOT NULL,
	"stream_id" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "products_in_carts_sku_stream_id_pk" PRIMARY KEY("sku","stream_id")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" text NOT NULL,
	"line" integer NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"unit_price" integer NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "order_lines_order_id_line_pk" PRIMARY KEY("order_id","line")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"order_number" text NOT NULL,
	"cart_stream_id" text NOT NULL,
	"owner" text NOT NULL,
	"currency" text NOT NULL,
	"item_count" integer NOT NULL,
	"totals" jsonb NOT NULL,
	"total" bigint NOT NULL,
	"promo_code" text,
	"shipping" jsonb NOT NULL,
	"payment" jsonb NOT NULL,
	"customer" jsonb,
	"placed_at" timestamp with time zone NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"sku" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"summary" text NOT NULL,
	"description" text NOT NULL,
	"price" integer NOT NULL,
	"stock" integer NOT NULL,
	"discontinued" boolean DEFAULT false NOT NULL,
	"rank" integer DEFAULT 1000 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promo_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"terms" jsonb NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "cart_summaries_owner" ON "cart_summaries" USING btree ("owner","created_position");--> statement-breakpoint
CREATE INDEX "products_in_carts_stream" ON "products_in_carts" USING btree ("stream_id");--> statement-breakpoint
CREATE INDEX "orders_owner" ON "orders" USING btree ("owner","position");--> statement-breakpoint
CREATE UNIQUE INDEX "products_slug" ON "products" USING btree (lower("sku"));--> statement-breakpoint
CREATE INDEX "products_category" ON "products" USING btree ("category","price");--> statement-breakpoint
CREATE INDEX "products_name_trigrams" ON "products" USING gin (lower("name") gin_trgm_ops);