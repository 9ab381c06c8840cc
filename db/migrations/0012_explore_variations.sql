CREATE TABLE "explorations" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"scene_id" text,
	"author_id" text,
	"request_key" text NOT NULL,
	"kinds" text[] NOT NULL,
	"cells" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "explorations_cells" CHECK ("explorations"."cells" between 2 and 8),
	CONSTRAINT "explorations_kinds" CHECK (cardinality("explorations"."kinds") > 0 and "explorations"."kinds" <@ array['words', 'strength', 'seed'])
);
--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "exploration_id" text;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "exploration_place" integer;--> statement-breakpoint
ALTER TABLE "generations" ADD COLUMN "exploration_label" text;--> statement-breakpoint
ALTER TABLE "explorations" ADD CONSTRAINT "explorations_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "explorations" ADD CONSTRAINT "explorations_scene_id_scenes_id_fk" FOREIGN KEY ("scene_id") REFERENCES "public"."scenes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "explorations" ADD CONSTRAINT "explorations_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "explorations_team_request_key" ON "explorations" USING btree ("team_id","request_key");--> statement-breakpoint
CREATE INDEX "explorations_scene_idx" ON "explorations" USING btree ("scene_id");--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_exploration_id_explorations_id_fk" FOREIGN KEY ("exploration_id") REFERENCES "public"."explorations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "generations_exploration_idx" ON "generations" USING btree ("exploration_id","exploration_place") WHERE exploration_id is not null;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_exploration" CHECK ("generations"."exploration_id" is null or "generations"."exploration_place" between 0 and 7);