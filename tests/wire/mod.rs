//! One file per promise area.
mod rest;
mod socket;
mod ui;
