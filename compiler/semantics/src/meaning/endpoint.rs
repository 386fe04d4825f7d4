//! Endpoints.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{Endpoint, EndpointEvent};

impl Meanings<'_> {
    /// The meaning of an endpoint, whatever its name. The names of its events are in it, since results carry them.
    pub fn outcome(&self, endpoint: &Endpoint) -> Hash {
        let Endpoint {
            name: _,
            doc: _,
            origin: _,
            from,
            events,
            until,
            censored,
            entering,
            missing,
            negative,
            landmark,
            unit,
            span: _,
        } = endpoint;
        let mut encoder = Encoder::new("endpoint");
        encoder.hash(self.expression(from));
        encoder.hashes(events.iter().map(|event| self.endpoint_event(event)));
        for date in [until, censored, entering] {
            encoder.maybe(date.as_ref(), |encoder, date| encoder.hash(self.expression(date)));
        }
        encoder.unordered(missing.iter().map(|condition| self.expression(condition)));
        encoder.text(&format!("{negative:?} {landmark:?} {unit:?}"));
        encoder.finish()
    }

    /// The meaning of one event of an endpoint.
    pub fn endpoint_event(&self, event: &EndpointEvent) -> Hash {
        let EndpointEvent {
            name,
            doc: _,
            competing,
            date,
            text: _,
        } = event;
        Encoder::new("event")
            .text(name)
            .truth(*competing)
            .hash(self.expression(date))
            .finish()
    }
}
