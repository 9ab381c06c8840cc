CREATE TABLE "usage_generations" (
	"generation_id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"member" text NOT NULL,
	"engine" text NOT NULL,
	"model" text NOT NULL,
	"scene" text NOT NULL,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"images" integer NOT NULL,
	"approved" integer NOT NULL,
	"cost_micro_usd" bigint,
	"queue_ms" integer,
	"render_ms" integer,
	"trashed" boolean NOT NULL,
	CONSTRAINT "usage_generations_status" CHECK ("usage_generations"."status" in ('open', 'succeeded', 'failed', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "usage_rollups" (
	"team_id" text NOT NULL,
	"dimension" text NOT NULL,
	"grain" text NOT NULL,
	"bucket" timestamp with time zone NOT NULL,
	"value" text NOT NULL,
	"requested" integer NOT NULL,
	"succeeded" integer NOT NULL,
	"failed" integer NOT NULL,
	"canceled" integer NOT NULL,
	"trashed" integer NOT NULL,
	"images" integer NOT NULL,
	"unpriced_images" integer NOT NULL,
	"unpriced" integer NOT NULL,
	"approved" integer NOT NULL,
	"approved_priced" integer NOT NULL,
	"cost_micro_usd" bigint NOT NULL,
	"queue_bins" text DEFAULT '' NOT NULL,
	"render_bins" text DEFAULT '' NOT NULL,
	CONSTRAINT "usage_rollups_team_id_dimension_grain_bucket_value_pk" PRIMARY KEY("team_id","dimension","grain","bucket","value")
);
--> statement-breakpoint
CREATE TABLE "usage_storage" (
	"team_id" text NOT NULL,
	"kind" text NOT NULL,
	"files" integer NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "usage_storage_team_id_kind_pk" PRIMARY KEY("team_id","kind")
);
--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "usage_generations" ADD CONSTRAINT "usage_generations_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_generations" ADD CONSTRAINT "usage_generations_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_rollups" ADD CONSTRAINT "usage_rollups_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_storage" ADD CONSTRAINT "usage_storage_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_generations_team_idx" ON "usage_generations" USING btree ("team_id","requested_at");--> statement-breakpoint
CREATE INDEX "usage_generations_member_idx" ON "usage_generations" USING btree ("member","team_id","requested_at");--> statement-breakpoint
CREATE INDEX "usage_generations_time_idx" ON "usage_generations" USING btree ("requested_at");--> statement-breakpoint
CREATE INDEX "usage_generations_open_idx" ON "usage_generations" USING btree ("generation_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "usage_rollups_time_idx" ON "usage_rollups" USING btree ("dimension","grain","bucket");--> statement-breakpoint
CREATE INDEX "generations_model_idx" ON "generations" USING btree ("team_id","model","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null and model is not null;
--> statement-breakpoint
INSERT INTO usage_storage (team_id, kind, files, bytes) SELECT team_id, kind, count(*), sum(byte_size) FROM assets GROUP BY team_id, kind;
--> statement-breakpoint
-- Two lists of bins and how many lie in each ("57 3 60 1": three in bin 57, one in bin 60), added up bin by bin. By bin, without
-- those that nothing lies in.
CREATE FUNCTION usage_add_bins(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(bin || ' ' || many, ' ' ORDER BY bin), '')
  FROM (
    SELECT numbers[i] AS bin, sum(numbers[i + 1]) AS many
    FROM (VALUES (string_to_array(a, ' ')::integer[]), (string_to_array(b, ' ')::integer[])) lists(numbers)
    CROSS JOIN LATERAL generate_series(1, cardinality(numbers), 2) i
    GROUP BY 1 HAVING sum(numbers[i + 1]) <> 0
  ) sums
$$;
