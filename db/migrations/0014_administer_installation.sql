CREATE TABLE "announcement_dismissals" (
	"announcement_id" text NOT NULL,
	"user_id" text NOT NULL,
	"dismissed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "announcement_dismissals_announcement_id_user_id_pk" PRIMARY KEY("announcement_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"level" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "announcements_level" CHECK ("announcements"."level" in ('info', 'warning')),
	CONSTRAINT "announcements_text" CHECK (char_length("announcements"."text") between 1 and 280),
	CONSTRAINT "announcements_time" CHECK ("announcements"."ends_at" > "announcements"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "team_quotas" (
	"team_id" text PRIMARY KEY NOT NULL,
	"images_month_max" integer,
	"money_month_micro_usd_max" bigint,
	"storage_bytes_max" bigint,
	"open_generations_max" integer,
	"engines" text[],
	"updated_by" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_quotas_images" CHECK ("team_quotas"."images_month_max" >= 0),
	CONSTRAINT "team_quotas_money" CHECK ("team_quotas"."money_month_micro_usd_max" >= 0),
	CONSTRAINT "team_quotas_storage" CHECK ("team_quotas"."storage_bytes_max" >= 0),
	CONSTRAINT "team_quotas_open" CHECK ("team_quotas"."open_generations_max" >= 0)
);
--> statement-breakpoint
ALTER TABLE "instance_settings" ADD COLUMN "sign_up" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "announcement_dismissals" ADD CONSTRAINT "announcement_dismissals_announcement_id_announcements_id_fk" FOREIGN KEY ("announcement_id") REFERENCES "public"."announcements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement_dismissals" ADD CONSTRAINT "announcement_dismissals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_quotas" ADD CONSTRAINT "team_quotas_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_quotas" ADD CONSTRAINT "team_quotas_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_starts_idx" ON "announcements" USING btree ("starts_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "assets_team_size_idx" ON "assets" USING btree ("team_id","byte_size");--> statement-breakpoint
CREATE INDEX "generations_outcome_idx" ON "generations" USING btree ("engine","status","finished_at" DESC NULLS FIRST) WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "teams_newest_idx" ON "teams" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "users_newest_idx" ON "users" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "instance_settings" ADD CONSTRAINT "instance_settings_sign_up" CHECK ("instance_settings"."sign_up" in ('open', 'invited', 'closed'));