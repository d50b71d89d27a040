//! A small HTTP/1.1 server on threads, with the faults that real ones have.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Which connection it came on, from 0.
    pub connection: usize,
    /// Method, target and version.
    pub line: String,
    /// Headers with names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn path(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }
}

/// What the server does.
pub enum Do {
    /// Answers and waits for the next request.
    Answer(Vec<u8>),
    /// Sends these bytes and closes.
    Cut(Vec<u8>),
    /// Answers after a while.
    Late(Duration, Vec<u8>),
}

/// An answer with its length.
pub fn ok(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

type Handler = Arc<dyn Fn(&Received) -> Do + Send + Sync>;

/// A server that lives until the process ends.
pub struct Server {
    pub address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub fn start(handler: impl Fn(&Received) -> Do + Send + Sync + 'static) -> Self {
        Self::run(None, Arc::new(handler))
    }

    pub fn secure(
        config: ServerConfig,
        handler: impl Fn(&Received) -> Do + Send + Sync + 'static,
    ) -> Self {
        Self::run(Some(Arc::new(config)), Arc::new(handler))
    }

    fn run(tls: Option<Arc<ServerConfig>>, handler: Handler) -> Self {
        let (address, connections) = listen(move |stream, number| match &tls {
            None => serve(stream, number, &handler),
            Some(config) => {
                let connection = ServerConnection::new(config.clone()).map_err(io::Error::other)?;
                serve(StreamOwned::new(connection, stream), number, &handler)
            }
        });
        Self {
            address,
            connections,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Runs a function on a thread for every connection.
pub fn listen(
    handle: impl Fn(TcpStream, usize) -> io::Result<()> + Send + Sync + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let (handle, count) = (Arc::new(handle), connections.clone());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let number = count.fetch_add(1, Ordering::SeqCst);
            let (stream, handle) = (stream.unwrap(), handle.clone());
            // A client that goes away is no failure of the test.
            thread::spawn(move || drop(handle(stream, number)));
        }
    });
    (address, connections)
}

fn serve(stream: impl Read + Write, connection: usize, handler: &Handler) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(mut received) = read(&mut stream)? {
        received.connection = connection;
        match handler(&received) {
            Do::Answer(bytes) => stream.get_mut().write_all(&bytes)?,
            Do::Late(time, bytes) => {
                thread::sleep(time);
                stream.get_mut().write_all(&bytes)?;
            }
            Do::Cut(bytes) => {
                stream.get_mut().write_all(&bytes)?;
                return stream.get_mut().flush();
            }
        }
        stream.get_mut().flush()?;
    }
    Ok(())
}

/// The next request; `None` when the client is done.
pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Received>> {
    let mut received = Received::default();
    if stream.read_line(&mut received.line)? == 0 {
        return Ok(None);
    }
    received.line.truncate(received.line.trim_end().len());
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        let header = (name.to_ascii_lowercase(), value.to_owned());
        received.headers.push(header);
    }
    let length = received.header("content-length").unwrap_or("0");
    received.body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut received.body)?;
    Ok(Some(received))
}
