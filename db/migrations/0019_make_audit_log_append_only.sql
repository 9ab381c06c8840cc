-- The audit log only grows. Triggers say so to everybody, the owner of the tables included; that the role of the
-- application has no right to change, remove or truncate comes on top, where there is such a role (scripts/lib/roles.mjs).

-- Days that rows of a team are kept, at least 30; null for ever. What belongs to no team follows the installation.
CREATE FUNCTION audit_retention_days(team text) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT CASE WHEN coalesce(own.days, standard.days, 0) = 0 THEN NULL ELSE greatest(30, coalesce(own.days, standard.days)) END
	FROM (SELECT 1) one
	LEFT JOIN (SELECT audit_retention_days AS days FROM teams WHERE id = team) own ON true
	LEFT JOIN (SELECT audit_retention_days AS days FROM instance_settings WHERE id = 1) standard ON true
$$;
--> statement-breakpoint
-- Whether a row is old enough to go. That somebody was taken out of a team is remembered for as long as a link from before
-- still lets people in, since joining asks the log.
CREATE FUNCTION audit_is_overdue(entry audit_log) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	days integer := audit_retention_days(entry.team_id);
BEGIN
	IF days IS NULL OR entry.created_at > now() - make_interval(days => days) THEN RETURN false; END IF;
	IF entry.action <> 'member.removed' THEN RETURN true; END IF;
	RETURN NOT EXISTS (
		SELECT FROM invitations
		WHERE team_id = entry.team_id AND created_at < entry.created_at AND accepted_at IS NULL AND revoked_at IS NULL
	);
END $$;
--> statement-breakpoint
-- Whether a row says from where somebody acted whose account has been gone for a while: that may be forgotten.
CREATE FUNCTION audit_is_forgettable(entry audit_log) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT entry.actor_user_id IS NOT NULL AND entry.created_at < now() - interval '30 days'
		AND NOT EXISTS (SELECT FROM users WHERE id = entry.actor_user_id)
$$;
--> statement-breakpoint
CREATE FUNCTION audit_log_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
	without_origin audit_log;
BEGIN
	IF TG_OP = 'INSERT' THEN
		-- The application cannot write down that something happened at another time than now.
		IF (SELECT relowner FROM pg_class WHERE oid = TG_RELID) <> (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN
			NEW.created_at := now();
		END IF;
		RETURN NEW;
	END IF;
	IF TG_OP = 'DELETE' AND audit_is_overdue(OLD) THEN RETURN OLD; END IF;
	IF TG_OP = 'UPDATE' THEN
		without_origin := OLD;
		without_origin.address := NULL;
		without_origin.user_agent := NULL;
		IF without_origin IS NOT DISTINCT FROM NEW AND audit_is_forgettable(OLD) THEN RETURN NEW; END IF;
	END IF;
	RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE INSERT OR UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_guard();
--> statement-breakpoint
CREATE TRIGGER audit_log_never_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_guard();
--> statement-breakpoint
-- The one way for the application to have old rows removed: it runs as the owner of the tables, takes no dates from its
-- caller, and writes down what it removed. At most rows_max rows a call; a row per team says how many.
CREATE FUNCTION audit_prune(rows_max integer) RETURNS TABLE (pruned_team_id text, removed integer) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	standard integer := (SELECT audit_retention_days FROM instance_settings WHERE id = 1);
BEGIN
	PERFORM pg_advisory_xact_lock(hashtext('maquette-audit-prune'));
	RETURN QUERY
	WITH candidates AS (
		(
			SELECT old.id FROM teams t CROSS JOIN LATERAL (
				SELECT a.id FROM audit_log a
				WHERE a.team_id = t.id AND a.created_at <= now() - make_interval(days => greatest(30, t.audit_retention_days)) AND audit_is_overdue(a)
				ORDER BY a.created_at, a.id LIMIT rows_max
			) old
			WHERE t.audit_retention_days > 0 LIMIT rows_max
		)
		UNION ALL
		(
			SELECT a.id FROM audit_log a
			WHERE standard IS NOT NULL AND a.created_at <= now() - make_interval(days => greatest(30, standard))
				AND NOT EXISTS (SELECT FROM teams t WHERE t.id = a.team_id AND t.audit_retention_days IS NOT NULL) AND audit_is_overdue(a)
			ORDER BY a.created_at, a.id LIMIT rows_max
		)
	), gone AS (
		DELETE FROM audit_log WHERE id IN (SELECT id FROM candidates LIMIT rows_max) RETURNING team_id, created_at
	), counted AS (
		SELECT team_id, count(*)::integer AS n, max(created_at) AS newest FROM gone GROUP BY team_id
	), noted AS (
		INSERT INTO audit_log (id, team_id, actor_kind, action, target_kind, target_id, after)
		SELECT 'aud_' || left(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 26), team_id, 'system', 'audit.pruned',
			'audit_log', team_id, jsonb_build_object('rows', n, 'upTo', newest)
		FROM counted
	)
	SELECT team_id, n FROM counted;
END $$;
--> statement-breakpoint
-- Forgets from where people acted whose accounts are gone. What they did stays, under an id that names nobody any more.
CREATE FUNCTION audit_forget_origins(rows_max integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n integer;
BEGIN
	UPDATE audit_log SET address = NULL, user_agent = NULL WHERE id IN (
		SELECT a.id FROM audit_log farewell JOIN audit_log a ON a.actor_user_id = farewell.target_id
		WHERE farewell.action = 'user.deleted' AND (a.address IS NOT NULL OR a.user_agent IS NOT NULL) AND audit_is_forgettable(a)
		LIMIT rows_max
	);
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;
--> statement-breakpoint
-- Only whom the owner lets: the role of the application is given both when the database is prepared.
REVOKE ALL ON FUNCTION audit_prune(integer), audit_forget_origins(integer) FROM PUBLIC;
