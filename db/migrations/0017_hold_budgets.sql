CREATE TABLE "budget_counters" (
	"team_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"month" date NOT NULL,
	"images_reserved" integer DEFAULT 0 NOT NULL,
	"images_spent" integer DEFAULT 0 NOT NULL,
	"money_reserved_micro_usd" bigint DEFAULT 0 NOT NULL,
	"money_spent_micro_usd" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "budget_counters_team_id_subject_kind_subject_id_month_pk" PRIMARY KEY("team_id","subject_kind","subject_id","month"),
	CONSTRAINT "budget_counters_subject_kind" CHECK ("budget_counters"."subject_kind" in ('team', 'member', 'scene')),
	CONSTRAINT "budget_counters_month" CHECK (extract(day from "budget_counters"."month") = 1),
	CONSTRAINT "budget_counters_images" CHECK ("budget_counters"."images_reserved" >= 0 and "budget_counters"."images_spent" >= 0),
	CONSTRAINT "budget_counters_money" CHECK ("budget_counters"."money_reserved_micro_usd" >= 0 and "budget_counters"."money_spent_micro_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budget_exceptions" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"month" date NOT NULL,
	"images" integer DEFAULT 0 NOT NULL,
	"money_micro_usd" bigint DEFAULT 0 NOT NULL,
	"reason" text NOT NULL,
	"granted_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_exceptions_subject_kind" CHECK ("budget_exceptions"."subject_kind" in ('team', 'member', 'scene')),
	CONSTRAINT "budget_exceptions_month" CHECK (extract(day from "budget_exceptions"."month") = 1),
	CONSTRAINT "budget_exceptions_amount" CHECK ("budget_exceptions"."images" >= 0 and "budget_exceptions"."money_micro_usd" >= 0 and "budget_exceptions"."images" + "budget_exceptions"."money_micro_usd" > 0),
	CONSTRAINT "budget_exceptions_reason" CHECK (char_length("budget_exceptions"."reason") between 1 and 280)
);
--> statement-breakpoint
CREATE TABLE "budget_warnings" (
	"team_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"month" date NOT NULL,
	"percent" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_warnings_team_id_subject_kind_subject_id_month_percent_pk" PRIMARY KEY("team_id","subject_kind","subject_id","month","percent"),
	CONSTRAINT "budget_warnings_percent" CHECK ("budget_warnings"."percent" in (50, 80, 100))
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"team_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"images_max" integer,
	"money_micro_usd_max" bigint,
	"updated_by" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budgets_team_id_subject_kind_subject_id_pk" PRIMARY KEY("team_id","subject_kind","subject_id"),
	CONSTRAINT "budgets_subject_kind" CHECK ("budgets"."subject_kind" in ('team', 'members', 'member', 'scene')),
	CONSTRAINT "budgets_of_team" CHECK ("budgets"."subject_kind" in ('member', 'scene') or "budgets"."subject_id" = "budgets"."team_id"),
	CONSTRAINT "budgets_images" CHECK ("budgets"."images_max" >= 0),
	CONSTRAINT "budgets_money" CHECK ("budgets"."money_micro_usd_max" >= 0)
);
--> statement-breakpoint
ALTER TABLE "budget_counters" ADD CONSTRAINT "budget_counters_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_exceptions" ADD CONSTRAINT "budget_exceptions_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_exceptions" ADD CONSTRAINT "budget_exceptions_granted_by_users_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_warnings" ADD CONSTRAINT "budget_warnings_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_exceptions_month_idx" ON "budget_exceptions" USING btree ("team_id","month");--> statement-breakpoint
-- What was requested before there were budgets counts too.
INSERT INTO "budget_counters" ("team_id", "subject_kind", "subject_id", "month", "images_reserved", "images_spent", "money_reserved_micro_usd", "money_spent_micro_usd")
SELECT held."team_id", subject."kind", subject."id", date_trunc('month', requested."created_at" at time zone 'UTC')::date,
  sum(case when closed."kind" is null then held."images" else 0 end),
  sum(case when closed."kind" = 'settle' then closed."images" else 0 end),
  sum(case when closed."kind" is null then coalesce(held."amount_micro_usd", 0) else 0 end),
  sum(case when closed."kind" = 'settle' then coalesce(closed."amount_micro_usd", held."amount_micro_usd", 0) else 0 end)
FROM "usage_ledger" held
JOIN "generations" requested ON requested."id" = held."generation_id"
LEFT JOIN "usage_ledger" closed ON closed."generation_id" = held."generation_id" AND closed."kind" <> 'reserve'
CROSS JOIN LATERAL (VALUES ('team', requested."team_id"), ('member', requested."author_id"), ('scene', requested."scene_id")) AS subject("kind", "id")
WHERE held."kind" = 'reserve' AND subject."id" IS NOT NULL
GROUP BY 1, 2, 3, 4
ON CONFLICT DO NOTHING;
