-- Whose account an instance admin erased is forgotten like whoever deleted their own.
CREATE OR REPLACE FUNCTION audit_forget_origins(rows_max integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n integer;
BEGIN
	UPDATE audit_log SET address = NULL, user_agent = NULL WHERE id IN (
		SELECT a.id FROM audit_log farewell JOIN audit_log a ON a.actor_user_id = farewell.target_id
		WHERE farewell.action IN ('user.deleted', 'user.erased') AND (a.address IS NOT NULL OR a.user_agent IS NOT NULL) AND audit_is_forgettable(a)
		LIMIT rows_max
	);
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;
