//! Building the parts in the order of the layers, and ending them in the reverse one.

use super::serve::{Server, listen};
use super::{files, metrics};
use crate::account::{AccountDeps, Accounts, HashingBounds};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::directory::{Directory, DirectoryDeps, NodeId, View};
use crate::gateway::GatewayServices;
use crate::http::{Origin, Readiness, Services, metrics_router, router};
use crate::limits;
use crate::outbox::OutboxBounds;
use crate::session::{SessionConfig, Sessions};
use crate::store::{IdMark, Store, StoreError};
use crate::user::Users;
use crate::write_behind::WriteBehind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("signals cannot be received: {0}")]
    Signals(std::io::Error),
    #[error("the store cannot be used: {0}")]
    Store(#[from] StoreError),
    #[error("{address} cannot be listened on: {error}")]
    Listen { address: SocketAddr, error: std::io::Error },
    #[error("the threads for passwords cannot be started: {0}")]
    Hashing(std::io::Error),
    #[error("write-behind cannot be started: {0}")]
    WriteBehind(#[from] ractor::SpawnErr),
    #[error("metrics cannot be recorded: {0}")]
    Metrics(String),
}

pub(super) struct App {
    sessions: Sessions,
    write_behind: WriteBehind,
    ids: IdMark,
    readiness: Readiness,
    stop: watch::Sender<bool>,
    servers: Vec<JoinHandle<()>>,
}

impl App {
    pub(super) async fn build(config: Config) -> Result<Self, AppError> {
        let Config { http, metrics: metrics_config, store, log: _, limits: chosen } = config;
        let tls = http.tls()?;
        let open_max = open_files_max();
        let recorder = metrics::install()?;
        let store = Store::open_sqlite(&store.path).await?;
        let clock = Clock::system();
        let ids = IdMark::open(&store, clock.clone(), NodeId::FIRST.number()).await?;
        let (write_behind, _) = WriteBehind::start(store.clone()).await?;
        let users = Users::new(store.clone());
        let directory = Directory::new(DirectoryDeps {
            store: store.clone(),
            write_behind: write_behind.clone(),
            ids: Arc::new(ids.ids()),
            clock: clock.clone(),
            users: users.clone(),
            rate_limits: chosen.rate_limits,
            sessions_per_user: chosen.sessions_per_user,
            // This process serves alone, and its streams begin anew with it.
            view: View::alone(NodeId::FIRST, u64::try_from(clock.now().unix_us()).unwrap_or(0)),
            node: NodeId::FIRST,
        });
        let accounts = Accounts::start(AccountDeps {
            store,
            users,
            ids: Arc::new(ids.ids()),
            clock,
            tell: Arc::new(directory.clone()),
            hashing: HashingBounds { threads: chosen.login_threads, queue_max: chosen.login_queue_max },
            rate_limits: chosen.rate_limits,
        })
        .map_err(AppError::Hashing)?;
        let sessions = Sessions::new(directory.clone(), session_config(&chosen));
        let readiness = Readiness::default();
        let origin = Origin { public_url: http.public_url.map(Into::into), tls: tls.is_some() };
        let services = Services {
            directory,
            accounts: accounts.clone(),
            readiness: readiness.clone(),
            origin: origin.clone(),
            trusted_proxies: http.trusted_proxies.into(),
        };
        let gateway = GatewayServices { sessions: sessions.clone(), accounts };
        let open = Arc::new(AtomicUsize::new(0));
        let clients =
            Server { router: router(services), gateway: Some(gateway), origin, tls: tls.map(Into::into), open: open.clone(), open_max };
        let watchers = Server {
            router: metrics_router(move || recorder.render()),
            gateway: None,
            origin: Origin::default(),
            tls: None,
            open,
            // Whoever watches gets in also when clients do not.
            open_max: usize::MAX,
        };
        let (stop, _) = watch::channel(false);
        // Whoever gets in finds it ready.
        readiness.set(true);
        let servers = start(vec![(http.listen, clients), (metrics_config.listen, watchers)], &stop)?;
        Ok(Self { sessions, write_behind, ids, readiness, stop, servers })
    }

    /// Ends in the reverse order of building: sessions sent away, no new work, what was accepted written, the last id noted.
    pub(super) async fn drain(self) {
        self.readiness.set(false);
        // The door stays open meanwhile, so that whoever asks is told 503: health checks, and those who were sent away and come back.
        self.sessions.drain(Duration::from_millis(limits::GATEWAY_DRAIN_MS)).await;
        let _ = self.stop.send(true);
        for server in self.servers {
            let _ = server.await;
        }
        let written = tokio::time::timeout(Duration::from_millis(limits::WRITE_BEHIND_DRAIN_MS), self.write_behind.stop()).await;
        if written.is_err() {
            tracing::error!("the store takes nothing; what waits for it was not acked");
        }
        if let Err(error) = self.ids.close().await {
            tracing::warn!(%error, "the last id could not be noted");
        }
    }
}

fn session_config(chosen: &crate::config::Limits) -> SessionConfig {
    SessionConfig {
        heartbeat_interval: chosen.heartbeat_interval,
        resume_window: chosen.resume_window,
        outbox: OutboxBounds {
            queue_bytes_max: chosen.outbox_bytes_max,
            replay_frames_max: chosen.replay_frames_max,
            replay_bytes_max: chosen.replay_bytes_max,
        },
        rate_limits: chosen.rate_limits,
    }
}

/// How many connections may be open: what the limit of files leaves.
fn open_files_max() -> usize {
    let limit = files::raise_limit().unwrap_or_else(|error| {
        let limit = files::limit_now();
        tracing::warn!(%error, limit, "the limit of open files could not be raised");
        limit
    });
    // Not divided first: small limits count too.
    let usable = limit.saturating_mul(limits::OPEN_FILES_USABLE_PERCENT) / 100;
    usable.saturating_sub(limits::OPEN_FILES_OWN)
}

/// Opens all listeners, or none; then tells where they are.
fn start(servers: Vec<(SocketAddr, Server)>, stop: &watch::Sender<bool>) -> Result<Vec<JoinHandle<()>>, AppError> {
    let open = |(address, server): (SocketAddr, Server)| match listen(address) {
        Ok(listener) => Ok((listener, server)),
        Err(error) => Err(AppError::Listen { address, error }),
    };
    let opened = servers.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let bound = |index: usize| opened.get(index).and_then(|(listener, _)| TcpListener::local_addr(listener).ok());
    if let (Some(http), Some(metrics)) = (bound(0), bound(1)) {
        tracing::info!(%http, %metrics, "listening");
    }
    let serve = |(listener, server): (TcpListener, Server)| {
        let stop = stop.subscribe();
        #[expect(clippy::disallowed_methods, reason = "the handle is awaited while draining")]
        tokio::spawn(server.run(listener, stop))
    };
    Ok(opened.into_iter().map(serve).collect())
}
