//! The exchange with partners: mutual TLS, the small API over it, what arrives and what is delivered.
