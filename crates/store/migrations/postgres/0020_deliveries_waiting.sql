-- A claim finds what waits for a partner without passing what was delivered to it over the years.

CREATE INDEX deliveries_waiting ON deliveries (partner, epoch, sequence) WHERE state = 'waiting';
