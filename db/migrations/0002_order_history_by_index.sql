DROP INDEX "generations_team_history_idx";--> statement-breakpoint
DROP INDEX "generations_scene_history_idx";--> statement-breakpoint
DROP INDEX "scenes_team_updated_idx";--> statement-breakpoint
CREATE INDEX "generations_team_history_idx" ON "generations" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "generations_scene_history_idx" ON "generations" USING btree ("scene_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "scenes_team_updated_idx" ON "scenes" USING btree ("team_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE deleted_at is null;