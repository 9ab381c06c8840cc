CREATE INDEX "generation_outputs_deleted_idx" ON "generation_outputs" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "generation_passes_asset_idx" ON "generation_passes" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "generation_references_asset_idx" ON "generation_references" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "generations_snapshot_idx" ON "generations" USING btree ("snapshot_asset_id") WHERE snapshot_asset_id is not null;--> statement-breakpoint
CREATE INDEX "generations_revision_idx" ON "generations" USING btree ("scene_revision_id") WHERE scene_revision_id is not null;--> statement-breakpoint
CREATE INDEX "notifications_unmailed_idx" ON "notifications" USING btree ("created_at") WHERE read_at is null and mailed_at is null;