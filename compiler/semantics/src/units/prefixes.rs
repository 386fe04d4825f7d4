//! The metric prefixes of UCUM (section 4.2, table 1).
//!
//! Invariant: every prefix is a power of ten, given by its exponent. The binary prefixes of computing are deliberately absent.

/// A prefix's symbol and the power of ten it stands for. `µ` (both code points) is Kohort's second spelling of `u`.
pub(super) const PREFIXES: &[(&str, i32)] = &[
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("da", 1),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("\u{b5}", -6),
    ("\u{3bc}", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];
