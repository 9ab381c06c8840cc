-- Part of Postgres, and any owner of a database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Texts as they are searched: lower case, without accents, punctuation as spaces, and each Chinese or Japanese character apart.
CREATE FUNCTION search_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
	regexp_replace(
		regexp_replace(
			normalize(regexp_replace(normalize(lower($1), NFKD), '[\u0300-\u036f]', '', 'g'), NFKC),
			'[!-/:-@[-`{-~]+', ' ', 'g'),
		'([\u3040-\u30ff\u3400-\u9fff])', ' \1 ', 'g');
--> statement-breakpoint
CREATE TABLE "kept_scenes" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"scene_id" text NOT NULL,
	"scene_revision_id" text NOT NULL,
	"name" text NOT NULL,
	"kept_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "generation_search" (
	"generation_id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"team_id" text NOT NULL,
	"word" text NOT NULL,
	"uses" integer NOT NULL,
	CONSTRAINT "search_words_team_id_word_pk" PRIMARY KEY("team_id","word")
);
--> statement-breakpoint
CREATE TABLE "team_tags" (
	"team_id" text NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "team_tags_team_id_tag_pk" PRIMARY KEY("team_id","tag")
);
--> statement-breakpoint
DROP INDEX "generation_outputs_trash_idx";--> statement-breakpoint
ALTER TABLE "kept_scenes" ADD CONSTRAINT "kept_scenes_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_scenes" ADD CONSTRAINT "kept_scenes_scene_id_scenes_id_fk" FOREIGN KEY ("scene_id") REFERENCES "public"."scenes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_scenes" ADD CONSTRAINT "kept_scenes_scene_revision_id_scene_revisions_id_fk" FOREIGN KEY ("scene_revision_id") REFERENCES "public"."scene_revisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_scenes" ADD CONSTRAINT "kept_scenes_kept_by_users_id_fk" FOREIGN KEY ("kept_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_search" ADD CONSTRAINT "generation_search_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generation_search" ADD CONSTRAINT "generation_search_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_words" ADD CONSTRAINT "search_words_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_tags" ADD CONSTRAINT "team_tags_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_scenes_scene_idx" ON "kept_scenes" USING btree ("scene_id","created_at");--> statement-breakpoint
CREATE INDEX "generation_search_words_idx" ON "generation_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "generation_search_history_idx" ON "generation_search" USING btree ("team_id","created_at" DESC NULLS FIRST,"generation_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "search_words_prefix_idx" ON "search_words" USING btree ("team_id","word" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_words_similar_idx" ON "search_words" USING gin ("word" gin_trgm_ops) WHERE word ~ '^[^0-9]{3,40}$';--> statement-breakpoint
CREATE INDEX "generation_outputs_rated_idx" ON "generation_outputs" USING btree ("team_id") WHERE stars_count > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX "generation_outputs_asset_idx" ON "generation_outputs" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "generation_outputs_thumbnail_idx" ON "generation_outputs" USING btree ("thumbnail_asset_id");--> statement-breakpoint
CREATE INDEX "generations_remixed_from_idx" ON "generations" USING btree ("remixed_from_output_id","created_at") WHERE remixed_from_output_id is not null;--> statement-breakpoint
CREATE INDEX "generations_author_idx" ON "generations" USING btree ("team_id","author_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_engine_idx" ON "generations" USING btree ("team_id","engine","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_status_idx" ON "generations" USING btree ("team_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_ratio_idx" ON "generations" USING btree ("team_id","ratio","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_shot_idx" ON "generations" USING btree ("team_id","shot_name","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null and shot_name is not null;--> statement-breakpoint
CREATE INDEX "generations_reference_idx" ON "generations" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null and has_reference;--> statement-breakpoint
CREATE INDEX "generations_rating_idx" ON "generations" USING btree ("team_id",(coalesce(best_stars, 0)) desc nulls first,"created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_trash_idx" ON "generations" USING btree ("deleted_at") WHERE deleted_at is not null and purged_at is null;--> statement-breakpoint
CREATE INDEX "scenes_words_idx" ON "scenes" USING gin (to_tsvector('simple'::regconfig, search_fold(name)));--> statement-breakpoint
CREATE INDEX "generation_outputs_trash_idx" ON "generation_outputs" USING btree ("team_id","deleted_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is not null;
--> statement-breakpoint
INSERT INTO generation_search (generation_id, team_id, created_at, words)
	SELECT g.id, g.team_id, g.created_at,
		strip(to_tsvector('simple', search_fold(concat_ws(' ', g.prompt, g.shot_name)))) || array_to_tsvector(array_remove(array[g.scene_id], null))
	FROM generations g WHERE g.deleted_at IS NULL;
--> statement-breakpoint
INSERT INTO search_words (team_id, word, uses)
	SELECT s.team_id, word, least(count(*), 10000) FROM generation_search s, unnest(tsvector_to_array(s.words)) word
	WHERE word !~ '_' AND length(word) <= 60 GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO search_words (team_id, word, uses)
	SELECT DISTINCT s.team_id, word, 0 FROM scenes s, unnest(tsvector_to_array(to_tsvector('simple', search_fold(s.name)))) word
	WHERE length(word) <= 60
ON CONFLICT DO NOTHING;
--> statement-breakpoint
UPDATE generation_outputs o SET deleted_at = g.deleted_at FROM generations g WHERE g.id = o.generation_id AND g.deleted_at IS NOT NULL;
--> statement-breakpoint
UPDATE generations g SET has_reference = true WHERE EXISTS (SELECT 1 FROM generation_references r WHERE r.generation_id = g.id);
